// What can be completed where the caret stands in a query: a field's name or an operator, or a value of a field.

import { clausesOf, isAlternatives, tokensOf } from './tokens.js';

const VALUES = ['value', 'quoted'];
const SIGNS = ['sign', 'open', 'dash'];

/**
 * `{kind: 'name', typed, start, end, hasSign}`, or `{kind: 'value', field, sign, typed, start, end, isGrouped, rest}`, or
 * null. `start` and `end` span what an accepted offer replaces, `typed` is the part of it before the caret, and `rest` the
 * query without the condition the value is for. Where nothing is typed yet, a name is only completed if that is `asked` for.
 */
export function completionAt(query, caret, asked) {
  const tokens = tokensOf(query);
  const touched = tokens.find(({ kind, start, end }) => start < caret && caret <= end && !SIGNS.includes(kind));
  if (touched === undefined) {
    return fresh(query, tokens, caret, asked);
  }
  switch (touched.kind) {
    case 'word':
    case 'operator':
    case 'field':
      return nameCompletion(query, touched, caret);
    case 'value':
    case 'quoted':
      return valueCompletion(query, tokens, touched, caret);
    case 'tag':
      return valueCompletion(query, tokens, { ...touched, start: touched.start + 1 }, caret);
    default:
      return null;
  }
}

/** Between parts of a query: right behind a sign or a parenthesis that a value is missing for, or anywhere if asked. */
function fresh(query, tokens, caret, asked) {
  const before = tokens.findLast(({ end }) => end <= caret);
  const after = tokens.find(({ start }) => start >= caret);
  const isOnGap = before === undefined || query.slice(before.end, caret).trim() === '';
  const awaitsValue = (before?.kind === 'sign' || before?.kind === 'open') && before.field !== null;
  const isAnswered = before?.kind === 'sign' && after?.start === caret && VALUES.includes(after.kind);
  if (isOnGap && awaitsValue && !isAnswered) {
    const place = { ...before, start: caret, end: caret };
    return { ...valueCompletion(query, tokens, place, caret), isGrouped: before.kind === 'open' };
  }
  return asked ? { kind: 'name', typed: '', start: caret, end: caret, hasSign: false } : null;
}

function nameCompletion(query, { kind, start, end }, caret) {
  return { kind: 'name', typed: query.slice(start, caret), start, end, hasSign: kind === 'field' };
}

function valueCompletion(query, tokens, token, caret) {
  const isItsSign = ({ kind, field, end }) => kind === 'sign' && field === token.field && end <= caret;
  const written = token.kind === 'tag' ? ':' : (tokens.findLast(isItsSign)?.value ?? ':');
  const sign = written.startsWith('=') ? ':' : written;
  const typed = query.slice(token.start, caret);
  return {
    kind: 'value',
    field: token.field,
    sign,
    typed: token.kind === 'quoted' || token.kind === 'tag' ? unquoted(typed) : typed,
    start: token.start,
    end: token.end,
    isGrouped: token.depth > 0 && sign === ':' && isInGroup(tokens, token),
    rest: isAlternatives(tokens) ? '' : clausesOf(query).filter((_, clause) => clause !== token.clause).join(' '),
  };
}

/** What is typed of a quoted text, whose closing quote may be missing. */
function unquoted(typed) {
  return typed.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1');
}

/** Whether a value stands in the parentheses of its field. */
function isInGroup(tokens, token) {
  const before = tokens.findLast(({ end, kind }) => end <= token.start && kind !== 'dash');
  return before === undefined || before.kind !== 'sign';
}
