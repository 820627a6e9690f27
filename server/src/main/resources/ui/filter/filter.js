// The page's filter: the server's filter keys as one plain object, `{service, level, tags}` with lists of values and the
// other keys with one text each, '' for none. It is never changed in place.

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const LISTS = ['service', 'level', 'tags'];
const TEXTS = ['min_level', 'search', 'user_id', 'trace_id', 'span_id', 'q'];
const ALIASES = new Map([['tag', 'tags']]);

export const OPEN_FILTER = Object.freeze({
  ...Object.fromEntries(LISTS.map((key) => [key, Object.freeze([])])),
  ...Object.fromEntries(TEXTS.map((key) => [key, ''])),
});

/** The filter in query parameters; keys that are not a filter's are left alone. */
export function filterFrom(parameters) {
  const filter = { ...OPEN_FILTER };
  for (const [name, value] of parameters) {
    const key = ALIASES.get(name) ?? name;
    if (LISTS.includes(key)) {
      const values = value.split(',').map((part) => part.trim()).filter((part) => part !== '' && part !== 'all');
      filter[key] = [...new Set([...filter[key], ...values])];
    } else if (TEXTS.includes(key)) {
      filter[key] = value;
    }
  }
  return filter;
}

/** The query parameters of a filter, only of the keys that are set. */
export function parametersOf(filter) {
  const pairs = Object.entries(messageOf(filter)).flatMap(([key, value]) => [value].flat().map((one) => [key, one]));
  return new URLSearchParams(pairs);
}

/** The keys that are set, as a WebSocket message carries them. */
export function messageOf(filter) {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value.length > 0));
}

export function isOpen(filter) {
  return Object.keys(messageOf(filter)).length === 0;
}

export function sameFilter(one, other) {
  return JSON.stringify(messageOf(one)) === JSON.stringify(messageOf(other));
}

/** A filter for a person: "service portal or billing, level error, query status>=500". */
export function describe(filter) {
  const parts = Object.entries(messageOf(filter)).map(([key, value]) => {
    return `${NAMES[key] ?? key} ${[value].flat().join(key === 'tags' ? ' and ' : ' or ')}`;
  });
  return parts.length === 0 ? 'all entries' : parts.join(', ');
}

const NAMES = { q: 'query', min_level: 'level at least', search: 'text' };
