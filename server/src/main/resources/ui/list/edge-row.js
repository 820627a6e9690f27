// The rows at the two ends of the list, which say how it goes on there.

import { describe, isOpen } from '../filter/filter.js';
import { visibleText } from '../entry/visible-text.js';
import { sentence } from '../state/sentence.js';

/**
 * What stands above the oldest row of a LogWindow: `{text, isFailed}`, the text '' for nothing; with `keepsRoom` that is as high
 * as a text, so that rows need not move when one comes.
 */
export function olderEdge(shown, view) {
  const { older, failure, isEmpty } = shown;
  switch (older) {
    case 'waiting':
    case 'loading':
      return { text: isEmpty ? 'Loading…' : 'Loading older entries…' };
    case 'failed':
      // What is wrong with a filter its field says.
      return failure.status === 400 ? { text: '' } : { text: `Older entries did not come. ${reasonOf(failure)}`, isFailed: true };
    case 'end':
      return { text: isEmpty ? nothingText(view) : startText(view, shown.rows[0]) };
    default:
      return { text: '', keepsRoom: true };
  }
}

/** What stands below the newest row. */
export function newerEdge({ newer, failure, isEmpty }) {
  switch (newer) {
    case 'loading':
      return { text: 'Loading newer entries…' };
    case 'failed':
      return failure.status === 400 ? { text: '' } : { text: `Newer entries did not come. ${reasonOf(failure)}`, isFailed: true };
    case 'end':
      return { text: isEmpty ? '' : 'The range ends here.' };
    default:
      return { text: '' };
  }
}

export function edgeElement({ text, isFailed = false, keepsRoom = false }, again) {
  const row = document.createElement('div');
  row.className = 'edge';
  row.hidden = text === '' && !keepsRoom;
  row.textContent = text === '' ? '\u00a0' : visibleText(text);
  if (isFailed) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Try again';
    button.addEventListener('click', again);
    row.append(' ', button);
  }
  return row;
}

function nothingText(view) {
  switch (view.range.kind) {
    case 'fixed':
      return `No ${what(view)} in this range.`;
    case 'last':
      return `No ${what(view)} in the last ${view.range.back}. New ones appear here.`;
    default:
      return `No ${what(view)} yet. The first one appears here.`;
  }
}

function startText(view, oldest) {
  switch (view.range.kind) {
    case 'fixed':
      return 'The range begins here.';
    case 'last':
      return `No older ${what(view)} in the last ${view.range.back}.`;
    default:
      return oldest.entry?.id === 1 ? 'This is the first entry of the log.' : `No older ${what(view)} is kept.`;
  }
}

function what({ filter }) {
  return isOpen(filter) ? 'entry' : `entry for ${describe(filter)}`;
}

function reasonOf(failure) {
  return failure instanceof TypeError ? 'The server cannot be reached.' : sentence(failure.message);
}
