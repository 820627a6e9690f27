// Text as the query language writes it, in quotes where it would be read as something else without them.

const NEEDS_QUOTES = /^$|^-|[\s\u001c-\u001f()"*]|^(AND|OR|NOT)$/;
const KEY_NEEDS_QUOTES = /^$|[\s\u001c-\u001f()":<>=.*]/;

/** A value behind a field. */
export function valueText(value) {
  return NEEDS_QUOTES.test(value) ? phrase(value) : value;
}

export function phrase(text) {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The field of a value in the metadata, whose keys lead to it: `metadata.http.method`. */
export function metadataField(keys) {
  return ['metadata', ...keys.map((key) => (KEY_NEEDS_QUOTES.test(key) ? phrase(key) : key))].join('.');
}
