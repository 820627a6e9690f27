// Which fields entries have, learned from some of them.

const MOST_KEYS = 2000; // that are looked at in one entry

// What the query language takes for a part of a name as it stands.
const PLAIN = /^[^\s()":<>.*]+$/;

/** The fields that these entries have beside time and message, the most frequent first: `[{field, count}]`. */
export function fieldsIn(entries) {
  const counts = new Map();
  for (const entry of entries) {
    for (const field of fieldsOf(entry)) {
      counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([field, count]) => ({ field, count }))
    .sort((one, other) => other.count - one.count || one.field.localeCompare(other.field));
}

function fieldsOf({ metadata, tags, ...others }) {
  const fields = new Set(Object.keys(others).filter((name) => name !== 'message' && name !== 'timestamp'));
  if (tags.length > 0) {
    fields.add('tags');
  }
  collect(metadata, 'metadata', fields);
  return fields;
}

function collect(object, path, fields) {
  for (const [key, value] of Object.entries(object)) {
    if (fields.size >= MOST_KEYS) {
      return;
    }
    const field = `${path}.${PLAIN.test(key) ? key : JSON.stringify(key)}`;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      collect(value, field, fields);
    } else if (!field.includes(',')) { // which parts the columns in an address
      fields.add(field);
    }
  }
}
