// The rows of the list, oldest first. A row is a plain object:
//
//   {kind: 'entry', key, entry}                 one entry
//   {kind: 'skipped', key, from, to, count, errors}   so many matching entries of these ids were left out on purpose, and
//                                               so many of them were errors, as far as that is known
//   {kind: 'gap', key, from, to, reason}        these ids are gone ('expired'), or this is another log ('reset')
//
// `key` names it as long as the page lives; `weight` is roughly its size in characters; `height` is what the list
// measured, undefined before it was drawn.

let made = 0;

export function entryRow(entry, weight) {
  return { kind: 'entry', key: entry.id, entry, weight, height: undefined };
}

export function skippedRow({ from, to, count, errors = 0 }) {
  return { kind: 'skipped', key: nextKey(), from, to, count, errors, weight: 0, height: undefined };
}

export function gapRow({ from, to, reason }) {
  return { kind: 'gap', key: nextKey(), from, to, reason, weight: 0, height: undefined };
}

export function isError({ level }) {
  return level === 'error' || level === 'fatal';
}

/** The lowest id that a row stands for. */
export function firstIdOf(row) {
  return row.kind === 'entry' ? row.entry.id : row.from;
}

/** The highest id that a row stands for. A reset stands for none: the ids after it begin anew. */
export function lastIdOf(row) {
  if (row.kind === 'entry') {
    return row.entry.id;
  }
  return row.reason === 'reset' ? 0 : row.to;
}

function nextKey() {
  made += 1;
  return `note-${made}`;
}
