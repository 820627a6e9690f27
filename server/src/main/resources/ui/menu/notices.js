// Tells of new entries by browser notifications: at once of the first, then at most one each 10 seconds, of all that came
// meanwhile.

import { visibleText } from '../entry/visible-text.js';
import { counted } from '../state/counted.js';

const QUIET_MS = 10_000;
const MOST_CHARACTERS = 200;

export class Notices {
  #describe;
  #open;
  #count = 0;
  #newest = null;
  #timer = null;

  /** `describe()` says what is watched, for a person; `open(entry)` is called when a notification is clicked. */
  constructor(describe, open) {
    this.#describe = describe;
    this.#open = open;
  }

  /** So many entries came. `newest` is the last of them that is known, or null. */
  came(count, newest) {
    this.#count += count;
    this.#newest = newest ?? this.#newest;
    if (this.#timer === null) {
      this.#tell();
    }
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#count = 0;
    this.#newest = null;
  }

  #tell() {
    this.#timer = null;
    if (this.#count === 0 || this.#newest === null) {
      return;
    }
    this.#show(this.#count, this.#newest);
    this.#count = 0;
    this.#timer = setTimeout(() => this.#tell(), QUIET_MS);
  }

  #show(count, newest) {
    const said = `${newest.level} ${newest.service}: ${newest.message}`;
    const title = count === 1 ? `New entry: ${this.#describe()}` : `${counted(count)}: ${this.#describe()}`;
    // One tag: a new notification takes the place of the one before.
    const notification = new Notification(cut(title), { body: cut(said), tag: 'tailrace', renotify: true });
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
