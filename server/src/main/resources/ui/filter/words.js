// The words of a filter that a message contains, or may contain, if it matches, to be highlighted there.

import { tokensOf } from './tokens.js';

/** Lower-case texts, each once. What wildcards and regular expressions match is not among them. */
export function wordsOf(filter) {
  const words = [filter.search, ...tokensOf(filter.q).filter(isLookedFor).map((token) => token.value)];
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word !== '');
}

function isLookedFor({ kind, field, value, negated }) {
  switch (kind) {
    case 'word':
      return !negated && !value.includes('*');
    case 'phrase':
      return !negated;
    case 'value':
      return !negated && field === 'message' && !value.includes('*');
    case 'quoted':
      return !negated && field === 'message';
    default:
      return false;
  }
}
