// What the browser's tab tells while another one is looked at: the filter, whether the page is paused or not connected, and how many
// errors came that nobody has seen.

import { describe, isOpen } from './filter/filter.js';
import { visibleText } from './entry/visible-text.js';

const NAME = 'Tailrace';
const MOST_OF_FILTER = 60;
const SEVERE = ['error', 'fatal'];
const STATES = { paused: 'Paused', reconnecting: 'Not connected', refused: 'Not connected' };
const ICONS = { paused: 'icon-paused.svg', reconnecting: 'icon-away.svg', refused: 'icon-away.svg' };

export class PageTitle {
  #link = document.querySelector('link[rel=icon]');
  #usualIcon = this.#link.getAttribute('href');
  #filter = '';
  #state = '';
  #unseen = 0;
  #isAtLeast = false; // of what was left out in a flood nobody knows the level

  constructor() {
    document.addEventListener('visibilitychange', () => this.#seen());
  }

  set filter(filter) {
    const words = isOpen(filter) ? '' : visibleText(describe(filter));
    this.#filter = words.length > MOST_OF_FILTER ? `${words.slice(0, MOST_OF_FILTER)}…` : words;
    this.#show();
  }

  /** The name of the connection's state. */
  set state(name) {
    if (name !== 'connecting') {
      this.#state = name;
      this.#show();
    }
  }

  /** What the stream brought. */
  came({ type, entries = [] }) {
    if (!document.hidden) {
      return;
    }
    const errors = entries.filter(({ level }) => SEVERE.includes(level)).length;
    this.#isAtLeast ||= type === 'skipped';
    if (errors > 0) {
      this.#unseen += errors;
      this.#show();
    }
  }

  #seen() {
    if (!document.hidden) {
      this.#unseen = 0;
      this.#isAtLeast = false;
      this.#show();
    }
  }

  #show() {
    const errors = this.#unseen === 0 ? '' : `(${this.#unseen.toLocaleString('en')}${this.#isAtLeast ? '+' : ''}) `;
    const parts = [STATES[this.#state], this.#filter, NAME].filter(Boolean);
    document.title = `${errors}${parts.join(' · ')}`;
    const icon = ICONS[this.#state] ?? (this.#unseen > 0 ? 'icon-errors.svg' : null);
    const href = icon === null ? this.#usualIcon : this.#usualIcon.replace('icon.svg', icon);
    if (this.#link.getAttribute('href') !== href) {
      this.#link.setAttribute('href', href);
    }
  }
}
