// Where this tab was paused, kept over a reload: `{position, newest, filter}`, with the position in the stream, the newest id
// that had come by then, or null if that is not known, and the filter as an address has it.

import { parametersOf } from '../filter/filter.js';

const KEY = 'tailrace.paused';

/** Null for a tab that is not paused, or was so in another view. */
export function pausedAt({ filter, range }) {
  try {
    const paused = JSON.parse(sessionStorage.getItem(KEY));
    const isOfView = range.kind !== 'fixed' && paused?.filter === parametersOf(filter).toString();
    return isOfView && typeof paused.position === 'string' ? paused : null;
  } catch {
    return null; // storage that is barred or broken: the page begins live
  }
}

export function keepPaused(position, newest, filter) {
  keep(JSON.stringify({ position, newest, filter: parametersOf(filter).toString() }));
}

export function forgetPaused() {
  keep(null);
}

function keep(text) {
  try {
    text === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, text);
  } catch {
    // Then a reload begins live.
  }
}
