// Tells of new entries by browser notifications: at once of the first, then at most one each 10 seconds, of all that came
// meanwhile.

import { plainText } from '../entry/ansi.js';
import { summaryOf } from '../entry/row-message.js';
import { visibleText } from '../entry/visible-text.js';
import { counted } from '../state/counted.js';

const QUIET_MS = 10_000;
const MOST_CHARACTERS = 200;

export class Notices {
  #about;
  #open;
  #count = 0; // of entries that were not told of yet
  #newest = null;
  #toldAt = -QUIET_MS;
  #timer = null;

  /** `about` says what is watched, for a person; `open(entry)` is called when a notification is clicked. */
  constructor(about, open) {
    this.#about = about;
    this.#open = open;
  }

  /** So many entries came. `newest` is the last of them, or null while that is not known. */
  came(count, newest) {
    this.#count += count;
    this.#newest = newest ?? this.#newest;
    this.#tellIfDue();
  }

  end() {
    clearTimeout(this.#timer);
    this.#count = 0;
  }

  #tellIfDue() {
    clearTimeout(this.#timer);
    if (this.#count === 0 || this.#newest === null) {
      return;
    }
    const wait = this.#toldAt + QUIET_MS - performance.now();
    if (wait > 0) {
      // A hidden tab's timers are late by up to a minute; what comes meanwhile is told of in time.
      this.#timer = setTimeout(() => this.#tellIfDue(), wait);
      return;
    }
    this.#toldAt = performance.now();
    this.#show(this.#count, this.#newest);
    this.#count = 0;
  }

  #show(count, newest) {
    const title = count === 1 ? `New entry: ${this.#about}` : `${counted(count)}: ${this.#about}`;
    const { text } = summaryOf(newest.message, MOST_CHARACTERS);
    const body = `${newest.level} ${newest.service}: ${plainText(text)}`;
    // One tag: a new notification takes the place of the one before.
    const notification = new Notification(cut(title), { body: cut(body), tag: 'tailrace', renotify: true });
    notification.onclick = () => {
      window.focus();
      notification.close();
      this.#open(newest);
    };
  }
}

function cut(text) {
  return visibleText(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);
}
