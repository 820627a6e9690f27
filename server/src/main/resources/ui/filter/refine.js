// What a click on a value in an entry makes of the filter: only entries with this value, or none of them.

import { phrase, valueText } from './quoting.js';
import { clausesOf, isAlternatives, tokensOf } from './tokens.js';

const LISTS = ['service', 'level', 'tags'];

/** Enough to tell messages apart; a query has room for a few of them. */
const MAX_PHRASE = 1000;

/** `field` as a query names it; `value` as the entry has it, or its text. Returns a new filter. */
export function refined(filter, field, value, exclude) {
  if (value === null) {
    // In a query, null is what is not there.
    return exclude ? withClause(filter, `${field}:*`, `-${field}:*`) : withClause(filter, `-${field}:*`, `${field}:*`);
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const condition = field === 'message' ? `message:${phrase(start(text))}` : `${field}:${valueText(text)}`;
  const isListed = LISTS.includes(field) && isListable(text);
  if (exclude) {
    return isListed ? withoutListed(filter, field, text, condition) : withClause(filter, `-${condition}`, condition);
  }
  return isListed ? listed(filter, field, text, condition) : withClause(filter, condition, `-${condition}`);
}

/** Whether the key's list can hold the value: the list is written with commas, and `all` there means no filter. */
function isListable(text) {
  return text !== '' && text !== 'all' && text.trim() === text && !text.includes(',');
}

function listed(filter, field, text, condition) {
  const values = field === 'tags' ? [...new Set([...filter.tags, text])] : [text];
  return { ...filter, [field]: values, q: without(filter.q, `-${condition}`) };
}

/** What is taken from a list that goes on needs no words in the query: the others are left. */
function withoutListed(filter, field, text, condition) {
  const left = filter[field].filter((one) => one !== text);
  const isEnough = field !== 'tags' && left.length > 0 && left.length < filter[field].length;
  const shorter = { ...filter, [field]: left };
  return isEnough ? shorter : withClause(shorter, `-${condition}`, condition);
}

function withClause(filter, clause, opposite) {
  const q = without(filter.q, opposite).trim();
  if (q === '') {
    return { ...filter, q: clause };
  }
  if (isAlternatives(tokensOf(q))) {
    return { ...filter, q: `(${q}) ${clause}` };
  }
  return clausesOf(q).includes(clause) ? filter : { ...filter, q: `${q} ${clause}` };
}

/** The query without a condition, where it is one of those that all must hold. */
function without(q, clause) {
  const tokens = tokensOf(q);
  const clauses = isAlternatives(tokens) ? [] : clausesOf(q);
  return clauses.includes(clause) ? clauses.filter((one) => one !== clause).join(' ') : q;
}

function start(text) {
  return text.length <= MAX_PHRASE ? text : text.slice(0, MAX_PHRASE).replace(/[\ud800-\udbff]$/, '');
}
