// The rows at the two ends of the list, which say how it goes on there.

import { visibleText } from '../entry/visible-text.js';

/** What stands above the oldest row: '' for nothing, else `{text, isFailed}`. */
export function olderEdge({ older, failure, isEmpty }, { start, nothing }) {
  switch (older) {
    case 'waiting':
    case 'loading':
      return { text: isEmpty ? 'Loading…' : 'Loading older entries…' };
    case 'failed':
      return { text: `Older entries did not come: ${reasonOf(failure)}`, isFailed: true };
    case 'end':
      return { text: isEmpty ? nothing : start };
    default:
      return { text: '' };
  }
}

/** What stands below the newest row. */
export function newerEdge({ newer, failure, isEmpty }) {
  switch (newer) {
    case 'loading':
      return { text: 'Loading newer entries…' };
    case 'failed':
      return { text: `Newer entries did not come: ${reasonOf(failure)}`, isFailed: true };
    case 'end':
      return { text: isEmpty ? '' : 'The range ends here.' };
    default:
      return { text: '' };
  }
}

export function edgeElement({ text, isFailed = false }, again) {
  const row = document.createElement('div');
  row.className = 'edge';
  row.hidden = text === '';
  row.textContent = visibleText(text);
  if (isFailed) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Try again';
    button.addEventListener('click', again);
    row.append(' ', button);
  }
  return row;
}

function reasonOf(failure) {
  return failure instanceof TypeError ? 'the server cannot be reached.' : (failure?.message ?? '');
}
