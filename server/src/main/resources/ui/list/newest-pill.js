// The button that leads back to the newest entry, with how many came since the reader left it.

import { counted } from '../state/counted.js';

export class NewestPill {
  element = document.createElement('button');
  #unseen = 0;
  #told = -1; // what it says

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
    const isHidden = !isAway && this.#unseen === 0;
    if (isHidden !== this.element.hidden || (!isHidden && this.#unseen !== this.#told)) {
      this.#tell(isHidden);
    }
  }

  #tell(isHidden) {
    const isNew = this.#unseen > 0;
    this.#told = this.#unseen;
    this.element.hidden = isHidden;
    this.element.textContent = isNew ? `↓ ${this.#unseen.toLocaleString('en')} new` : '↓ Newest';
    this.element.ariaLabel = isNew ? `${counted(this.#unseen)} new; go to the newest` : 'Go to the newest';
  }
}
