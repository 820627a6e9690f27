// What the list says at its lower edge: that the page is paused, for as long as it is; and a word in passing, such as that
// there is no error further on.

import { visibleText } from '../entry/visible-text.js';
import { counted } from '../state/counted.js';

const PASSING_MS = 4000;

export class ListWords {
  element = document.createElement('div');

  #paused = line('paused');
  #passing = line('passing');
  #timer = 0;

  constructor() {
    this.element.className = 'words';
    this.element.append(this.#passing, this.#paused);
  }

  /** `lag` entries came since the page was paused, matching or not, as far as it knows; null while it is not paused. */
  set pausedWith(lag) {
    this.#paused.hidden = lag === null;
    const came = lag > 0 ? `${counted(lag)} came since.` : 'What comes waits on the server.';
    this.#paused.textContent = lag === null ? '' : `❙❙ Paused. ${came} Space, or Go on, shows it.`;
  }

  /** Says it for some seconds. */
  inPassing(text) {
    this.#passing.textContent = visibleText(text);
    this.#passing.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#passing.hidden = true), PASSING_MS);
  }
}

function line(name) {
  const element = document.createElement('p');
  element.className = name;
  element.hidden = true;
  return element;
}
