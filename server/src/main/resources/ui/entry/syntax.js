// What is what in a message that a program wrote for programs: the names and values in JSON, and in `name=value` pairs.

import { looksLikeJson } from './json-message.js';

const JSON_PART = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;
const PAIR = /(?<=^|[\s,;(\[])([A-Za-z_][\w.\/-]{0,63})=("(?:[^"\\]|\\.)*"|[^\s,;)\]"]*)/g;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:ms|s|us|µs|ns|m|h|%|[KMG]i?B|B)?$/;
const WORD = /^(?:true|false|null|nil|none)$/i;
const LEAST_PAIRS = 2;

/** `[from, to, kind]` in order, at most `most`: kind is 'name', 'number', 'word' or 'string'. */
export function syntaxIn(text, most) {
  if (looksLikeJson(text)) {
    return jsonParts(text, most);
  }
  return text.includes('=') ? pairs(text, most) : [];
}

function jsonParts(text, most) {
  const parts = [];
  for (const { 0: part, 1: colon, index } of text.matchAll(JSON_PART)) {
    if (parts.length >= most) {
      break;
    }
    const kind = part.startsWith('"') ? (colon === undefined ? 'string' : 'name') : kindOf(part);
    parts.push([index, index + part.length - (colon?.length ?? 0), kind]);
  }
  return parts;
}

function pairs(text, most) {
  const parts = [];
  for (const { 0: pair, 1: name, 2: value, index } of text.matchAll(PAIR)) {
    if (parts.length >= most) {
      break;
    }
    const at = index + name.length + 1;
    parts.push([index, at, 'name']);
    if (value !== '') {
      parts.push([at, index + pair.length, kindOf(value)]);
    }
  }
  return parts.filter(([, , kind]) => kind === 'name').length >= LEAST_PAIRS ? parts : [];
}

function kindOf(value) {
  if (NUMBER.test(value)) {
    return 'number';
  }
  return WORD.test(value) ? 'word' : 'string';
}
