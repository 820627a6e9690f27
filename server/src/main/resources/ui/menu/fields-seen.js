// Which fields entries have, learned from some of them.

import { canBeColumn } from '../entry/field.js';
import { metadataField } from '../filter/quoting.js';
import { isBranch } from '../state/exact-json.js';

const MOST_KEYS = 2000; // that are looked at in one entry

/** The fields that these entries have beside time and message, the most frequent first: `[{field, count}]`. */
export function fieldsIn(entries) {
  const counts = new Map();
  for (const entry of entries) {
    for (const field of fieldsOf(entry)) {
      counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([field]) => canBeColumn(field))
    .map(([field, count]) => ({ field, count }))
    .sort((one, other) => other.count - one.count || one.field.localeCompare(other.field));
}

function fieldsOf({ metadata, tags, ...others }) {
  const fields = new Set(Object.keys(others));
  if (tags.length > 0) {
    fields.add('tags');
  }
  collect(metadata, [], fields);
  return fields;
}

function collect(object, path, fields) {
  for (const [key, value] of Object.entries(object)) {
    if (fields.size >= MOST_KEYS) {
      return;
    }
    const keys = [...path, key];
    if (isBranch(value)) {
      collect(value, keys, fields);
    } else {
      fields.add(metadataField(keys));
    }
  }
}
