// The first page: what is written to the log, live.

import { Connection } from './connection.js';
import { counted } from './counted.js';
import { EntryList } from './entry-list.js';
import { FilterBar } from './filter-bar.js';
import { FirstEntry } from './first-entry.js';
import { describe, filterFromAddress, isOpen, parametersOf } from './filter.js';
import { visibleText } from './visible-text.js';

const GAPS = {
  expired: ({ from, to }) => `Entries ${from} to ${to} are gone: they were kept as long as this log keeps entries.`,
  reset: () => 'This is another log than before, read from its first entry.',
};

const state = document.getElementById('state');
const pause = document.getElementById('pause');
const retry = document.getElementById('retry');
const unmatched = document.getElementById('unmatched');
const firstEntry = new FirstEntry();
const list = new EntryList();

let filter = filterFromAddress(location.search);

const filters = new FilterBar(filter, (chosen) => {
  filter = chosen;
  history.replaceState(null, '', `?${parametersOf(chosen)}`);
  connection.setFilter(chosen);
});

const connection = new Connection(filter, {
  state: showState,
  entries(entries) {
    list.append(entries);
    entries.forEach((entry) => filters.offer(entry.service));
    showWhyEmpty(false);
  },
  filtered: (inEffect) => note('filter', `From here on: ${describe(inEffect)}. The rows above stay as they are.`),
  gap: (message) => note('gap', GAPS[message.reason]?.(message) ?? `Entries ${message.from} to ${message.to} are gone.`),
  skipped: ({ from, to, count }) => list.skipped(from, to, count),
  error: ({ error }) => note('error', `The server refused: ${error} The filter before it stays in effect.`),
});

function note(kind, text) {
  list.note(kind, visibleText(text));
  showWhyEmpty(false);
}

function showState(now) {
  state.dataset.state = now.name;
  state.textContent = visibleText(stateText(now));
  retry.hidden = now.name !== 'refused' && now.name !== 'reconnecting';
  showWhyEmpty(now.name === 'live');
}

function stateText({ name, lag, reason }) {
  const behind = lag > 0 ? `, ${counted(lag)} behind` : '';
  switch (name) {
    case 'live':
      return 'Live';
    case 'catching-up':
      return `Catching up${behind}`;
    case 'paused':
      return reason ? `Paused. ${reason}` : `Paused${behind}`;
    case 'reconnecting':
      return `Reconnecting… ${reason}`;
    case 'refused':
      return `Not connected. ${reason}`;
    default:
      return 'Connecting…';
  }
}

/** An empty list is explained once it is known that nothing is on its way. */
function showWhyEmpty(isSettled) {
  const isEmpty = isSettled && list.isEmpty;
  firstEntry.show(isEmpty && isOpen(filter));
  unmatched.hidden = !isEmpty || isOpen(filter);
  unmatched.textContent = visibleText(`No entry yet for ${describe(filter)}. The first one appears here.`);
}

function togglePause() {
  const pausing = !connection.isPaused;
  pause.textContent = pausing ? 'Resume' : 'Pause';
  pause.ariaPressed = String(pausing);
  pausing ? connection.pause() : connection.resume();
}

pause.addEventListener('click', togglePause);
retry.addEventListener('click', () => connection.open());
addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input, button');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === '/') {
    event.preventDefault();
    filters.focus();
  } else if (event.key === ' ') {
    event.preventDefault();
    togglePause();
  }
});

connection.open();
