// The page's filter, `{service, level}`: comma-separated text as the server takes it, empty for all.
// It is kept in the page's address, so that a link opens the same view.

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const KEYS = ['service', 'level'];

export function filterFromAddress(search) {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries(KEYS.map((key) => [key, parameters.getAll(key).join(',')]));
}

/** The query parameters of a filter, only those that are set. */
export function parametersOf(filter) {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
}

export function isOpen(filter) {
  return Object.values(filter).every((value) => value === '');
}

/** A filter for a person: "service portal, level warn or error". */
export function describe(filter) {
  if (isOpen(filter)) {
    return 'all services and levels';
  }
  return Object.entries(filter)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key} ${value.split(',').join(' or ')}`)
    .join(', ');
}
