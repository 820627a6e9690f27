// The rows from one entry to another that were chosen to be copied, by Shift and a click or an arrow, drawn or not; and the
// line below the list that says how many they are.

import { counted } from '../state/counted.js';

export class ChosenRows {
  element = document.createElement('div');

  #text = document.createElement('span');
  #from = null; // the key of the row where it began
  #to = null; // and of the one where it ends

  /** `copy()` and `clear()` are called by its buttons. */
  constructor(copy, clear) {
    this.element.className = 'chosen-rows';
    this.element.hidden = true;
    this.element.append(this.#text, button('Copy', 'c', copy), button('Clear', 'Escape', clear));
  }

  get isEmpty() {
    return this.#to === null;
  }

  /** The key of the row at which it ends; null if nothing is chosen. */
  get end() {
    return this.#to;
  }

  clear() {
    this.#from = null;
    this.#to = null;
  }

  /** Chooses the rows up to this one, from where it began, or else from the row with the key `from`. */
  extend(from, to) {
    this.#from ??= from ?? to;
    this.#to = to;
  }

  /** The lowest and the highest id of those at its ends, `[from, to]`. */
  get ids() {
    return this.#from <= this.#to ? [this.#from, this.#to] : [this.#to, this.#from];
  }

  /** Whether both its ends are among these rows, and so all that is chosen. */
  isWithin(rows) {
    return [this.#from, this.#to].every((key) => indexOf(rows, key) >= 0);
  }

  /** The entries among `rows` that are chosen. */
  entriesIn(rows) {
    if (this.isEmpty) {
      return [];
    }
    const ends = [indexOf(rows, this.#from), indexOf(rows, this.#to)];
    const [from, to] = this.ids;
    return this.isWithin(rows)
      ? entriesBetween(rows, Math.min(...ends), Math.max(...ends))
      : entriesBetween(rows, 0, rows.length).filter(({ id }) => id >= from && id <= to);
  }

  /** Marks those of the drawn rows that are chosen; `elements` are by key. */
  show(rows, elements) {
    if (this.isEmpty && this.element.hidden) {
      return;
    }
    const ids = new Set(this.entriesIn(rows).map(({ id }) => id));
    elements.forEach((element, key) => element.classList.toggle('is-chosen', ids.has(key)));
    this.element.hidden = this.isEmpty;
    this.#text.textContent = this.isWithin(rows) ? `${counted(ids.size)} chosen` : `Entries ${this.ids.join(' to ')} chosen`;
  }
}

/** The entries of the rows from an index to another one, both included. */
export function entriesBetween(rows, from, to) {
  return rows.slice(from, to + 1).filter(({ kind }) => kind === 'entry').map(({ entry }) => entry);
}

function indexOf(rows, key) {
  return rows.findIndex((row) => row.key === key);
}

function button(label, key, act) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.title = `${label} (${key})`;
  element.addEventListener('click', act);
  return element;
}
