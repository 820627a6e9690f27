// Watches the log for entries that match a filter of its own, over a connection of its own, whatever the page shows
// meanwhile. It is off until a person turns it on, and ends with the tab unless they say that it is to be kept.
//
// Says `change` whenever what it tells about itself has changed.

import { describe, filterFrom, parametersOf } from '../filter/filter.js';
import { Notices } from './notices.js';
import { WatchedStream } from './watched-stream.js';

const KEY = 'tailrace.notify';

export class Notifier extends EventTarget {
  /** The filter that is watched, or null while it is off. */
  filter = null;
  /** Whether it goes on when the page is opened again. */
  isKept = false;
  /** How many entries matched since it was turned on. */
  matched = 0;
  /** Whether the stream has begun, so that what comes from then on is told of. */
  hasBegun = false;
  /** Why nothing can come at present; '' when all is well. */
  trouble = '';

  #open;
  #stream = null;
  #notices = null;
  #release = () => {}; // what is kept to another tab

  /** `open(id, filter)` is called when a person clicks a notification. */
  constructor(open) {
    super();
    this.#open = open;
  }

  /** What another tab of this browser watches and is to be kept, while this one watches nothing; else null. */
  get elsewhere() {
    const kept = stored(localStorage);
    return this.filter === null && kept !== null ? filterOf(kept) : null;
  }

  /** Goes on with what this tab watched before it was loaded again, or with what is kept. */
  goOn() {
    if (permission() !== 'granted') {
      return;
    }
    const query = stored(sessionStorage);
    const kept = stored(localStorage);
    if (query !== null && query !== kept) {
      this.watch(filterOf(query));
    } else if (kept !== null) {
      this.#hold();
    }
  }

  /** Turns it on for what comes from now on. The person has granted the permission before. */
  watch(filter) {
    this.#end();
    this.filter = filter;
    const notices = new Notices(describe(filter), ({ id }) => this.#open(id, filter));
    this.#notices = notices;
    this.#stream = new WatchedStream(filter, {
      came: (count, newest) => {
        this.matched += count;
        notices.came(count, newest);
        this.#changed();
      },
      trouble: (reason) => {
        this.trouble = reason;
        this.hasBegun ||= reason === '';
        this.#changed();
      },
    });
    const query = parametersOf(filter).toString();
    store(sessionStorage, query);
    if (this.isKept) {
      store(localStorage, query);
    }
    this.#changed();
  }

  off() {
    if (this.isKept) {
      this.keep(false);
    }
    this.#end();
    this.filter = null;
    store(sessionStorage, null);
    this.#changed();
  }

  keep(isKept) {
    this.isKept = isKept;
    store(localStorage, isKept ? parametersOf(this.filter).toString() : null);
    isKept ? this.#hold() : this.#release();
    this.#changed();
  }

  /** Of the tabs that could go on with what is kept only one does; when that is closed, the next. */
  #hold() {
    navigator.locks.request(KEY, () => {
      const kept = stored(localStorage);
      if (kept !== null && this.filter === null) {
        this.isKept = true;
        this.watch(filterOf(kept));
      }
      return kept !== null && this.isKept ? new Promise((release) => (this.#release = release)) : undefined;
    });
  }

  #end() {
    this.#stream?.end();
    this.#notices?.end();
    this.matched = 0;
    this.hasBegun = false;
    this.trouble = '';
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

function filterOf(query) {
  return filterFrom(new URLSearchParams(query));
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
