// What is offered to complete a query with: `{text, label, note}`, where `text` is put in and the caret after it.

import { LEVELS } from './filter.js';
import { metadataFields } from './metadata-fields.js';
import { valueText } from './quoting.js';
import { valuesOf } from './value-counts.js';
import { compact } from './compact.js';

const FIELDS = ['service', 'level', 'message', 'pattern', 'tags', 'user_id', 'trace_id', 'span_id', 'timestamp', 'id'];
const COMPARED = /^(level|timestamp|id|user_id|metadata\..+)$/;
const SIGNS = [':', '>=', '<=', '>', '<'];
const OPERATORS = [['AND', 'both'], ['OR', 'at least one'], ['NOT', 'excludes what follows']];
const MOST = 12;
const LONGEST = 1000; // a query has room for 4096 characters

/** The offers for a completion (see completion.js) in this view. */
export async function offersFor(completion, view, signal) {
  return completion.kind === 'name' ? names(completion) : values(completion, view, signal);
}

async function names({ typed, hasSign }) {
  const all = [...FIELDS, ...(await metadataFields())];
  if (!hasSign && all.includes(typed)) {
    const signs = COMPARED.test(typed) ? SIGNS : [':'];
    return signs.map((sign) => ({ text: `${typed}${sign}`, label: `${typed}${sign}`, note: NOTES[sign] }));
  }
  const wanted = typed.toLowerCase();
  const begun = all.filter((name) => name.startsWith(wanted));
  const inside = wanted.length < 2 ? [] : all.filter((name) => !begun.includes(name) && hasPart(name, wanted));
  const fields = [...begun, ...inside].map((name) => ({ text: hasSign ? name : `${name}:`, label: name, note: 'field' }));
  return [...(hasSign ? [] : operators(typed)), ...fields].slice(0, MOST);
}

/** Whether a key on the path, or a word in it, begins so. */
function hasPart(name, wanted) {
  return ['.', '_', '-', '"'].some((before) => name.toLowerCase().includes(before + wanted));
}

function operators(typed) {
  const isBegun = ([operator]) => typed !== '' && operator.startsWith(typed) && operator !== typed;
  return OPERATORS.filter(isBegun).map(([operator, note]) => ({ text: `${operator} `, label: operator, note }));
}

const NOTES = { ':': 'is', '>=': 'at least', '<=': 'at most', '>': 'above', '<': 'below' };

async function values({ field, sign, typed, rest }, view, signal) {
  if (field === 'level' && sign !== ':') {
    const begun = LEVELS.filter((level) => level.startsWith(typed.toLowerCase()));
    return begun.map((level) => ({ text: level, label: level, note: '' }));
  }
  const asked = valuesField(field);
  if (asked === null || sign !== ':') {
    return [];
  }
  const prefix = field === 'level' ? typed.toLowerCase() : typed;
  const find = (q) => valuesOf(asked, { ...view.filter, q }, view.range, { prefix, limit: MOST }, signal);
  // The rest of the query may not be right yet.
  const found = await find(rest).catch((failure) => (failure.status === 400 && rest !== '' ? find('') : []));
  const usable = found.filter(({ value }) => value.length <= LONGEST);
  return usable.map(({ value, count }) => ({ text: valueText(value), label: value, note: compact(count) }));
}

/** The field as the route of values names it, which knows no quotes; null for those it has no values of. */
function valuesField(field) {
  if (['service', 'level', 'tags', 'tag'].includes(field)) {
    return field;
  }
  if (!field.startsWith('metadata.')) {
    return null;
  }
  const plain = field.replace(/"([^".\\]*)"/g, '$1');
  return plain.includes('"') ? null : plain;
}
