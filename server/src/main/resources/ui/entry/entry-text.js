// An entry as a person pastes it elsewhere.

import { writeExactly } from '../state/exact-json.js';
import { plainText } from './ansi.js';
import { textOf } from './field.js';
import { visibleText } from './visible-text.js';

/** "2026-11-22T10:30:00.123456Z ERROR portal Message", and below it what else the entry has. Safe in a terminal. */
export function asText(entry) {
  const { timestamp, level, service, message } = entry;
  const head = [timestamp, level.toUpperCase(), service, plainText(message)].join(' ');
  const details = detailsOf(entry).join(' ');
  return visibleText(details === '' ? head : `${head}\n  ${details}`);
}

export function asJson(entry) {
  return writeExactly(entry, 2);
}

function detailsOf({ tags, metadata, user_id, trace_id, span_id }) {
  const named = Object.entries({ user_id, trace_id, span_id }).filter(([, value]) => value !== undefined);
  return [
    ...tags.map((tag) => `#${tag}`),
    ...[...named, ...Object.entries(metadata)].map(([key, value]) => `${key}=${textOf(value)}`),
  ];
}
