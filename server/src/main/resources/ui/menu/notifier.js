// Watches the log for entries that match a filter of its own, over a connection of its own, whatever the page shows
// meanwhile. It is off until a person turns it on, and ends with the tab unless they say that it is to be kept.
//
// Says `change` whenever what it tells about itself has changed.

import { describe, filterFrom, parametersOf } from '../filter/filter.js';
import { Notices } from './notices.js';

const KEY = 'tailrace.notify';
const PER_SECOND = 1; // entries; the others are only counted

export class Notifier extends EventTarget {
  #filter = null;
  #isKept = false;
  #state = null;
  #matched = 0;
  #connection = null;
  #notices;

  /** `open(id, filter)` is called when a person clicks a notification. */
  constructor(open) {
    super();
    this.#notices = new Notices(() => describe(this.#filter), (entry) => open(entry.id, this.#filter));
  }

  /** The filter that is watched, or null while it is off. */
  get filter() {
    return this.#filter;
  }

  /** Whether it goes on when the page is opened again. */
  get isKept() {
    return this.#isKept;
  }

  /** How many entries matched since it was turned on. */
  get matched() {
    return this.#matched;
  }

  /** What the connection said last, `{name, reason?}`, or null. */
  get state() {
    return this.#state;
  }

  /** Goes on with what this tab watched before it was loaded again, or what is kept. */
  goOn() {
    const session = stored(sessionStorage);
    const kept = stored(localStorage);
    const query = session ?? kept;
    if (query !== null && permission() === 'granted') {
      this.#isKept = kept !== null;
      this.watch(filterFrom(new URLSearchParams(query)));
    }
  }

  /** Turns it on, from now on. The permission to notify is asked for before. */
  watch(filter) {
    this.#close();
    this.#filter = filter;
    this.#matched = 0;
    this.#open(filter);
    this.#remember();
    this.#changed();
  }

  off() {
    this.#close();
    this.#filter = null;
    this.#isKept = false;
    this.#remember();
    this.#changed();
  }

  keep(isKept) {
    this.#isKept = isKept;
    this.#remember();
    this.#changed();
  }

  async #open(filter) {
    const { Connection } = await import('../stream/connection.js');
    if (this.#filter !== filter) {
      return;
    }
    this.#connection = new Connection(filter, {
      state: (state) => this.#stateIs(state),
      entries: (entries) => this.#came(entries.length, entries.at(-1)),
      skipped: ({ count }) => this.#came(count, null),
      filtered() {},
      gap() {},
      error() {},
    });
    this.#connection.open();
  }

  #close() {
    this.#connection?.close();
    this.#connection = null;
    this.#state = null;
    this.#notices.end();
  }

  #stateIs(state) {
    this.#state = state;
    this.#changed();
  }

  #came(count, newest) {
    this.#matched += count;
    this.#notices.came(count, newest);
    this.#changed();
  }

  #remember() {
    const query = this.#filter === null ? null : parametersOf(this.#filter).toString();
    store(sessionStorage, query);
    store(localStorage, this.#isKept ? query : null);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** `granted`, `denied`, `default`, or why there can be none: `insecure`, `unknown`. */
export function permission() {
  if (!window.isSecureContext) {
    return 'insecure';
  }
  return 'Notification' in window ? Notification.permission : 'unknown';
}

function stored(storage) {
  try {
    return storage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(storage, query) {
  try {
    query === null ? storage.removeItem(KEY) : storage.setItem(KEY, query);
  } catch {
    // Then it ends with the page.
  }
}
