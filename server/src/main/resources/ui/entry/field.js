// The fields of an entry, by the names that queries and columns use: service, tags, metadata.http.status, metadata."a.b".

import { writeExactly } from '../state/exact-json.js';

const KEY = /\.(?:"((?:[^"\\]|\\.)*)"|([^."]+))/gy;
const COLUMNS = ['level', 'service', 'tags', 'user_id', 'trace_id', 'span_id', 'id', 'created_at'];

/** What an entry has there: undefined for nothing. */
export function valueAt(entry, field) {
  if (!field.startsWith('metadata.')) {
    return Object.hasOwn(entry, field) ? entry[field] : undefined;
  }
  let value = entry.metadata;
  for (const key of keysOf(field)) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = value[key];
  }
  return value;
}

/** The keys in a name of the metadata; what is no such name is taken for one key. */
function keysOf(field) {
  const path = field.slice('metadata'.length);
  const keys = [...path.matchAll(KEY)];
  return keys.reduce((length, [text]) => length + text.length, 0) === path.length
    ? keys.map(([, quoted, plain]) => plain ?? quoted.replace(/\\(.)/gs, '$1'))
    : [path.slice(1)];
}

/** A value as text: a string as it is, all else as JSON. */
export function textOf(value) {
  return typeof value === 'string' ? value : typeof value === 'object' ? writeExactly(value) : String(value);
}

/** Whether the field can be a column of the list. A comma parts the columns in an address. */
export function canBeColumn(field) {
  return COLUMNS.includes(field) || (field.startsWith('metadata.') && !field.includes(','));
}

/** Whether the query language knows the field. */
export function canBeFiltered(field) {
  return field !== 'created_at';
}
