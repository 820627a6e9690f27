// The page: hands the view, the settings and what the stream brings to its parts, and does what they tell. First comes the
// log; the controls around it, which are most of the page's weight, are loaded while the first entries are on their way.

import { startOf } from './stream/first-socket.js';
import './list/log-list.js';
import { Announcer } from './announcer.js';
import { copyText } from './entry/copy.js';
import { asText } from './entry/entry-text.js';
import { isOpen, parametersOf, sameFilter } from './filter/filter.js';
import { refined } from './filter/refine.js';
import { wordsOf } from './filter/words.js';
import { listenToKeys } from './keyboard.js';
import { hideElsewhere, showElsewhere } from './menu/elsewhere.js';
import { PageTitle } from './page-title.js';
import { askPage } from './state/api.js';
import { applySettings, keepSettings, readSettings } from './state/settings.js';
import { addressOf, boundsOf, LIVE, viewFrom } from './state/view.js';
import { Connection } from './stream/connection.js';
import { forgetPaused, keepPaused, pausedAt } from './stream/paused.js';
import { backToSee, frozen } from './time/range.js';

const CONTROLS_MS = 50; // after the first word from the server, so that its first entries are drawn before
const CONTROLS_AT_LATEST_MS = 200; // though nothing was heard, as over a long way
const THEMES = ['system', 'light', 'dark'];

const part = (name) => document.querySelector(name);
const [stateBar, picker, menu, bar, histogram, list, firstEntry, demo, help] = [
  'connection-state',
  'range-picker',
  'view-menu',
  'filter-bar',
  'time-histogram',
  'log-list',
  'first-entry',
  'demo-traffic',
  'help-dialog',
].map(part);
const announcer = new Announcer();
const title = new PageTitle();

let controls = null; // the timer that loads them
let areControlsMissing = false;
let isClosing = false; // an entry, by going back to where it was not open
let isLandingFirst = false;
let fills = 0; // one that another has overtaken finds nothing, and says nothing of it
let seenBack = null; // how far back counts must reach to hold what is in sight; null for as far as the view does
let state = { name: 'connecting' };
let view = viewFrom(location.search);
let settings = readSettings();

list.begin((parameters, signal) =>
  askPage([...parametersOf(view.filter), ...Object.entries({ ...boundsOf(view.range), ...parameters })], signal),
);

const start = startOf(view);
const pausedBefore = pausedAt(view);
let isFillDue = pausedBefore === null && start.newest === 0 && view.range.kind !== 'fixed'; // as soon as the stream is in step with the view
const connection = new Connection(
  start,
  {
    state: showState,
    take(message, characters) {
      list.take(message, characters);
      if (message.reason === 'reset') {
        histogram.restart?.();
        bar.recount?.();
      }
      announcer.came(message.entries?.length ?? 0);
      title.came(message);
    },
    synced() {
      if (isFillDue) {
        isFillDue = false;
        fill();
      }
    },
    refused(message) {
      bar.refusal = message;
      announcer.say(message.error);
      isFillDue = false;
      fill(); // which says why there is nothing
    },
    pace(pace) {
      stateBar.pace = { perSecond: pace.perSecond, isThinned: pace.isThinned };
      list.isCalm = pace.isThinned;
    },
  },
);

/** Shows another view, or a part of one; `landing` 'first' has a range begin with its first entry in sight. */
function show({ landing, ...changed }, isStep = true) {
  const before = view;
  view = { ...view, ...changed };
  isLandingFirst = landing === 'first';
  const isOtherFilter = !sameFilter(before.filter, view.filter);
  const isOtherRange = JSON.stringify(before.range) !== JSON.stringify(view.range);
  const isOther = isOtherFilter || isOtherRange;
  seenBack = view.range.kind === 'live' ? seenBack : null;
  keepAddress(isStep && isOther, isStep && isOther ? null : history.state);
  showLook();
  if (!isOther && (view.entry === before.entry || changed.entry === undefined)) {
    return;
  }
  const isOnlyEntry = !isOther && before.entry !== view.entry;
  if (isOnlyEntry && list.setOpen(view.entry ?? before.entry, view.entry !== null)) {
    return; // it is here: nothing else changes
  }
  bar.refusal = null;
  if (isOtherFilter) {
    isFillDue = view.range.kind !== 'fixed'; // when the stream has changed to it, so that nothing is between the two
    connection.setFilter(view.filter);
    if (connection.isPaused) {
      list.upTo = null;
      keepPaused(connection.position, null, view.filter);
    }
  }
  if (!isFillDue || !connection.isOpen) {
    fill();
  }
}

async function fill() {
  const number = (fills += 1);
  hideElsewhere();
  if (isLandingFirst && view.range.kind === 'fixed') {
    await list.fillFromOldest();
  } else if (view.entry === null) {
    await list.refill();
  } else if (!(await list.showEntry(view.entry)) && number === fills) {
    announcer.say((await showElsewhere(list.parentElement, view)) ?? '');
  }
  isLandingFirst = false;
}

function keepAddress(isStep, about = null) {
  const address = `${location.pathname}${addressOf(view)}`;
  if (address !== `${location.pathname}${location.search}`) {
    isStep ? history.pushState(about, '', address) : history.replaceState(about, '', address);
  }
}

function showLook() {
  applySettings(settings);
  spread();
  list.look = { view, settings, words: wordsOf(view.filter) };
  stateBar.isPast = view.range.kind === 'fixed';
  title.filter = view.filter;
}

function spread() {
  const counted = seenBack === null ? view : { ...view, range: { kind: 'last', back: seenBack } };
  for (const [element, shown] of [[picker, view], [menu, view], [bar, counted], [histogram, counted]]) {
    element.view = shown;
    element.settings = settings;
  }
}

function showState(now) {
  const isNews = now.name !== state.name && now.name !== 'connecting';
  state = now;
  stateBar.state = now;
  title.state = now.name;
  list.pausedWith = now.name === 'paused' ? (now.lag ?? 0) : null;
  if (now.name !== 'connecting') {
    controls ??= setTimeout(loadControls, CONTROLS_MS);
  }
  histogram.isLive = now.name === 'live';
  if (now.refusal) {
    bar.refusal = now.refusal;
  }
  if (now.name !== 'connecting' && now.name !== 'catching-up') {
    list.settle();
  }
  if (isNews && now.name === 'live') {
    if (areControlsMissing) {
      location.reload();
    }
    list.retry();
    bar.refusal = null;
  }
  if (isNews) {
    announcer.say(now.reason ?? (now.name === 'live' ? 'Following.' : `${now.name.replace('-', ' ')}.`));
  }
}

/** Whoever has an empty log is shown how to fill it. */
function showFirstEntry(isEmpty) {
  const isFirst = isEmpty && isOpen(view.filter) && view.range.kind === 'live';
  if (!firstEntry.hidden && list.hasRows) {
    announcer.say('The first entry arrived.');
  }
  firstEntry.hidden = !isFirst;
  histogram.hidden = isFirst;
  list.classList.toggle('is-behind', isFirst);
}

async function loadControls() {
  const { content } = document.getElementById('controls');
  const styles = [...content.querySelectorAll('[rel=stylesheet]')];
  const areStyled = Promise.all(styles.map((style) => new Promise((done) => (style.onload = style.onerror = done))));
  document.head.append(content);
  try {
    await areStyled;
    await import('./controls.js');
  } catch {
    areControlsMissing = true; // the server went away before they came, or came back with other ones
  }
}

/** Does it with a control, once that is loaded. */
async function withControl(control, does) {
  await customElements.whenDefined(control.localName);
  await control.updateComplete;
  does(control);
}

function setSettings(changed) {
  settings = { ...settings, ...changed };
  keepSettings(settings);
  showLook();
}

function toLive() {
  if (view.range.kind === 'fixed') {
    show({ range: LIVE, entry: null });
  }
  if (connection.isPaused) {
    goOn();
    connection.jumpToLive();
  }
  list.toNewest();
}

function pause() {
  connection.pause();
  if (connection.position !== null) {
    keepPaused(connection.position, list.newestId, view.filter);
  }
}

function goOn() {
  list.upTo = null;
  forgetPaused();
}

function resume() {
  goOn();
  connection.resume();
}

const COMMANDS = {
  pause,
  resume,
  live: toLive,
  retry: () => connection.open(),
  help: () => withControl(help, () => help.open()),
  demo: () => withControl(demo, () => demo.begin()),
  'focus-filter': () => withControl(bar, () => bar.focusQuery()),
  next: () => list.move(1),
  previous: () => list.move(-1),
  'toggle-entry': () => list.toggleSelected(),
  'toggle-pause': () => (connection.isPaused ? resume() : pause()),
  first: () => list.toOldest(),
  newest: toLive,
  follow: () => (connection.isPaused || view.range.kind === 'fixed' ? toLive() : list.toggleFollow()),
  theme: () => setSettings({ theme: THEMES[(THEMES.indexOf(settings.theme) + 1) % THEMES.length] }),
  copy: copySelected,
  'next-error': () => list.toError(1),
  'previous-error': () => list.toError(-1),
  'next-match': () => list.toMatch(1),
  'previous-match': () => list.toMatch(-1),
  earlier: () => stepInTime(-1),
  later: () => stepInTime(1),
  exclude: excludeValue,
  'copy-link': copyLink,
  'extend-next': () => list.extend(1),
  'extend-previous': () => list.extend(-1),
  leave: () => list.leave(),
};

async function copySelected() {
  if (list.copyChosen()) {
    return;
  }
  const entry = list.selectedEntry;
  if (entry !== undefined && getSelection().isCollapsed) {
    announcer.say((await copyText(asText(entry))) ? 'Copied.' : 'The browser does not let this page copy.');
  }
}

async function stepInTime(step) {
  const { stepped } = await import('./time/step.js');
  show({ range: stepped(view.range, step, Date.now()), entry: null });
}

async function excludeValue() {
  const { excludeAtHand } = await import('./entry/exclude-key.js');
  if (!excludeAtHand()) {
    list.say('Point at a value, or go to one with Tab: x excludes it.');
  }
}

/** To the selected entry in this view, or to the view; it goes on showing what it shows now. */
async function copyLink() {
  const entry = list.selectedEntry;
  const range = frozen(view.range, Date.now(), entry ? [Date.parse(entry.timestamp)] : []);
  const link = `${location.origin}${location.pathname}${addressOf({ ...view, range, entry: entry?.id ?? view.entry })}`;
  list.say((await copyText(link)) ? 'The link is copied.' : 'The browser does not let this page copy.');
}

document.addEventListener('view-change', ({ detail }) => show(detail));
document.addEventListener('settings-change', ({ detail }) => setSettings(detail));
document.addEventListener('refine', ({ detail: { field, value, exclude } }) =>
  show({ filter: refined(view.filter, field, value, exclude), entry: null }),
);
document.addEventListener('announce', ({ detail }) => announcer.say(detail.text));
document.addEventListener('command', ({ detail }) => COMMANDS[detail.name]?.());
list.addEventListener('opened', ({ detail }) => {
  const isFirst = view.entry === null;
  view = { ...view, entry: detail.id };
  spread();
  if (detail.id === null && history.state?.isOpened) {
    isClosing = true;
    history.back(); // to where it was not open yet
  } else {
    keepAddress(isFirst, isFirst ? { isOpened: true } : history.state); // and Back closes it
  }
});
list.addEventListener('reading', ({ detail }) => (stateBar.unseen = detail.unseen));
part('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address is the view's
  part('log-list .view').focus();
});
list.addEventListener('sight', ({ detail }) => {
  const back = backToSee(view.range, detail.from, Date.now());
  if (back !== seenBack) {
    seenBack = back;
    spread();
  }
});
list.addEventListener('emptied', () => showFirstEntry(true));
list.addEventListener('filled', () => showFirstEntry(false));
addEventListener('popstate', () => {
  isClosing ? keepAddress(false) : show(viewFrom(location.search), false);
  isClosing = false;
});
listenToKeys((name) => COMMANDS[name]());

showLook();
list.upTo = pausedBefore?.newest ?? null;
start.newest > 0 ? list.startLive() : fill();
pausedBefore === null ? connection.open() : connection.beginPaused(pausedBefore.position);
setTimeout(() => (controls ??= setTimeout(loadControls)), CONTROLS_AT_LATEST_MS);
