// The addresses in a text that can be followed: those of the web, as far as they are what they look like.

import { visibleText } from './visible-text.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/gi;
const LONGEST = 2000;
const TRAILING = /[.,;:!?*_)\]]$/;

/** `[from, to, address]` of the addresses in a text, in order; at most `most`. */
export function linksIn(text, most) {
  if (!text.includes('://')) {
    return [];
  }
  const links = [];
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(found);
    if (links.length < most && isAsItLooks(address)) {
      links.push([index, index + address.length, address]);
    }
  }
  return links;
}

/** What ends a sentence, or a bracket that was opened before it, is not of the address. */
function withoutTrailing(found) {
  let address = found;
  while (TRAILING.test(address) && !(address.endsWith(')') && count(address, ')') <= count(address, '('))) {
    address = address.slice(0, -1);
  }
  return address;
}

function isAsItLooks(address) {
  return address.length <= LONGEST && visibleText(address) === address && URL.canParse(address);
}

function count(text, sign) {
  return text.split(sign).length - 1;
}
