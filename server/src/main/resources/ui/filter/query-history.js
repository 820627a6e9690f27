// The queries a person asked lately, newest first, kept in this browser.

const KEY = 'tailrace.queries';
const MOST = 30;

export function recentQueries() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string' && query !== '').slice(0, MOST) : [];
  } catch {
    return []; // storage that is barred or broken has nothing to tell
  }
}

export function rememberQuery(query) {
  if (query !== '') {
    keep([query, ...recentQueries().filter((other) => other !== query)].slice(0, MOST));
  }
}

export function forgetQueries() {
  keep([]);
}

function keep(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Then they are not kept.
  }
}
