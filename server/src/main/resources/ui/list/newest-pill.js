// The button that leads back to the newest entry, with how many came since the reader left it.

import { counted } from '../state/counted.js';

export class NewestPill {
  element = document.createElement('button');
  #unseen = 0;

  constructor(clicked) {
    this.element.type = 'button';
    this.element.className = 'newest';
    this.element.hidden = true;
    this.element.addEventListener('click', clicked);
  }

  get unseen() {
    return this.#unseen;
  }

  /** So many entries came out of sight. */
  came(entries) {
    this.#unseen += entries;
  }

  /** The reader is away from the end, or at it while it is held: then it is shown once something waits. */
  show(isAway, isHeld) {
    if (!isAway && !isHeld) {
      this.#unseen = 0;
    }
    const isNew = this.#unseen > 0;
    this.element.hidden = !isAway && !isNew;
    this.element.textContent = isNew ? `↓ ${this.#unseen.toLocaleString('en')} new` : '↓ Newest';
    this.element.ariaLabel = isNew ? `${counted(this.#unseen)} new; go to the newest` : 'Go to the newest';
  }
}
