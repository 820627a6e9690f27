// The views that were saved in this browser: `[{name, query}]` by name, where `query` is the page's address behind its
// path, as '?level=error'. Read and kept whole each time, because other tabs save views too.

import { addressOf, viewFrom } from '../state/view.js';

export const STORAGE_KEY = 'tailrace.views';
export const MOST_VIEWS = 200;
export const MOST_NAME_CHARACTERS = 100;

export function readViews() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return byName(kept.filter(({ name, query }) => nameProblem(name) === '' && typeof query === 'string'));
  } catch {
    return []; // barred or broken
  }
}

/** Whether the browser kept them: it may bar or limit its storage. */
export function keepViews(views) {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(views));
    return true;
  } catch {
    return false;
  }
}

/** These views with others added, each in place of the one of its name. */
export function joined(views, others) {
  const names = new Set(others.map(({ name }) => name));
  return byName([...views.filter(({ name }) => !names.has(name)), ...others]);
}

export function byName(views) {
  return [...views].sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
}

/** What is wrong with a name, as "must …"; '' for nothing. */
export function nameProblem(name) {
  if (typeof name !== 'string' || name.trim() === '') {
    return 'must be a text that is not empty';
  }
  if ([...name].length > MOST_NAME_CHARACTERS) {
    return `must have at most ${MOST_NAME_CHARACTERS} characters`;
  }
  return /\p{Cc}/u.test(name) ? 'must not contain control characters' : '';
}

/** A view to save under this name; the entry that is open now is no part of it. */
export function savedView(name, view) {
  return { name, query: addressOf({ ...view, entry: null }) };
}

export function opened({ query }) {
  return viewFrom(query);
}

/** The whole address of a saved view, to give to someone. */
export function linkTo({ query }) {
  const address = new URL(location.href);
  address.search = query;
  address.hash = '';
  return address.href;
}
