// A message that is JSON, all of it.

import { readExactly } from '../state/exact-json.js';
import { textOf } from './field.js';

const MOST_CHARACTERS = 300_000;

/** Its value, an object or an array, as `{value}`; null if the message is no JSON. */
export function jsonIn(message) {
  if (!looksLikeJson(message) || message.length > MOST_CHARACTERS) {
    return null;
  }
  try {
    const value = readExactly(message);
    textOf(value); // throws for what is nested too deep to be written again
    return { value };
  } catch {
    return null;
  }
}

/** Whether it begins and ends as JSON does. */
export function looksLikeJson(message) {
  const first = message.charCodeAt(firstAt(message));
  const last = message.charCodeAt(lastAt(message));
  return (first === 0x7b && last === 0x7d) || (first === 0x5b && last === 0x5d);
}

function firstAt(text) {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

function lastAt(text) {
  let at = text.length - 1;
  while (isSpace(text.charCodeAt(at))) {
    at -= 1;
  }
  return at;
}

function isSpace(code) {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
