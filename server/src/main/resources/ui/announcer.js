// What a screen reader is told: a polite live region that speaks rarely, and sums up what came meanwhile.

import { counted } from './state/counted.js';

const ENTRIES_MS = 20_000;

export class Announcer {
  #region = document.getElementById('announcements');
  #entries = 0;

  constructor() {
    setInterval(() => this.#sumUp(), ENTRIES_MS);
  }

  say(text) {
    this.#region.textContent = text;
  }

  /** So many entries were added to the list. */
  came(entries) {
    this.#entries += entries;
  }

  #sumUp() {
    if (this.#entries > 0 && !document.hidden) {
      this.say(`${counted(this.#entries)} new.`);
    }
    this.#entries = 0;
  }
}
