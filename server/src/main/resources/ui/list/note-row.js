// The rows that say something about the stream itself, in its place: what was left out, and what is gone.

import { counted } from '../state/counted.js';
import { visibleText } from '../entry/visible-text.js';

/** The element of a `skipped` row; `open` is called when the reader wants to see what was left out. */
export function skippedElement(row, open) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'note';
  Object.assign(button.dataset, { kind: 'skipped', from: row.from, to: row.to, count: row.count });
  button.classList.toggle('has-errors', row.errors > 0);
  button.disabled = row.isLoading === true;
  button.textContent = visibleText(skippedText(row));
  button.title = `Ids ${row.from} to ${row.to}. They were left out of the live view because more came than a person can read.`;
  button.addEventListener('click', open);
  return button;
}

export function gapElement({ from, to, reason }) {
  const note = document.createElement('div');
  note.className = 'note';
  note.dataset.kind = 'gap';
  note.textContent =
    reason === 'reset'
      ? 'This is another log than before. It begins here, at its first entry.'
      : `Ids ${from.toLocaleString('en')} to ${to.toLocaleString('en')} are gone: older than what this log keeps.`;
  return note;
}

function skippedText({ count, errors, isLoading, failure }) {
  if (isLoading) {
    return 'Loading…';
  }
  const ofThem = errors > 0 ? `, ${errors.toLocaleString('en')} of them ${errors === 1 ? 'an error' : 'errors'}` : '';
  return failure === undefined
    ? `⋯ ${counted(count)} not shown${ofThem}. Open`
    : `⋯ ${counted(count)} not shown${ofThem}; they did not come: ${failure.message} Try again`;
}
