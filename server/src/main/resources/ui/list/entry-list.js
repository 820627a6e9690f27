// The list of the newest rows, the newest last. It is bounded: the oldest rows leave the page. It draws once a frame,
// and stays at the newest row until the reader scrolls up.

import { counted } from './counted.js';
import { entryRow, noteRow } from './entry-row.js';

const MOST_ROWS = 1000;
const AT_END_PIXELS = 8;

export class EntryList {
  #view = document.getElementById('view');
  #rows = document.getElementById('entries');
  #count = document.getElementById('count');
  #newest = document.getElementById('newest');
  #undrawn = []; // functions that each make one row
  #isDrawing = false;
  #isFollowing = true;
  #left = 0; // rows that were removed from the page
  #newestNote = null; // the newest row, while that is a note

  constructor() {
    this.#view.addEventListener('scroll', () => this.#scrolled());
    this.#newest.addEventListener('click', () => this.#toNewest());
    new ResizeObserver(() => this.#keepAtEnd()).observe(this.#view);
    this.#showCount();
  }

  get isEmpty() {
    return this.#undrawn.length === 0 && this.#rows.childElementCount === 0;
  }

  append(entries) {
    this.#newestNote = null;
    this.#add(entries.map((entry) => () => entryRow(entry)));
  }

  /** Says something at this place of the stream. A filter that replaces one under which nothing came replaces its row. */
  note(kind, text) {
    if (kind !== 'filter' || this.#newestNote?.kind !== kind) {
      this.#addNote({ kind });
    }
    this.#newestNote.row.textContent = text;
  }

  /** Says that `count` entries were left out; skips without an entry between them share one row. */
  skipped(from, to, count) {
    if (this.#newestNote?.kind !== 'skipped') {
      this.#addNote({ kind: 'skipped', from, count: 0 });
    }
    const skip = this.#newestNote;
    skip.count += count;
    skip.row.textContent =
      `${counted(skip.count)} left out: more came than this page draws ` +
      `(ids ${skip.from} to ${to}). They are in the log.`;
  }

  #addNote(note) {
    const row = noteRow(note.kind);
    this.#newestNote = { ...note, row };
    this.#add([() => row]);
  }

  #add(makers) {
    const undrawn = this.#undrawn.concat(makers);
    // A hidden page draws nothing: what would be removed at once is not drawn at all.
    this.#undrawn = undrawn.slice(-MOST_ROWS);
    this.#left += undrawn.length - this.#undrawn.length;
    if (!this.#isDrawing) {
      this.#isDrawing = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  #draw() {
    this.#isDrawing = false;
    this.#rows.append(...this.#undrawn.splice(0).map((make) => make()));
    this.#removeOldest();
    this.#keepAtEnd();
    this.#showCount();
  }

  #removeOldest() {
    const surplus = this.#rows.childElementCount - MOST_ROWS;
    if (surplus <= 0) {
      return;
    }
    const heightBefore = this.#view.scrollHeight;
    const range = document.createRange();
    range.setStart(this.#rows, 0);
    range.setEnd(this.#rows, surplus);
    range.deleteContents();
    this.#left += surplus;
    if (!this.#isFollowing) {
      // What is being read stays where it is.
      this.#view.scrollTop -= heightBefore - this.#view.scrollHeight;
    }
  }

  #keepAtEnd() {
    if (this.#isFollowing) {
      this.#view.scrollTop = this.#view.scrollHeight;
    }
  }

  #scrolled() {
    const below = this.#view.scrollHeight - this.#view.clientHeight - this.#view.scrollTop;
    this.#isFollowing = below <= AT_END_PIXELS;
    this.#newest.hidden = this.#isFollowing;
  }

  #toNewest() {
    this.#isFollowing = true;
    this.#newest.hidden = true;
    this.#keepAtEnd();
    this.#view.focus();
  }

  #showCount() {
    const shown = this.#rows.childElementCount.toLocaleString('en');
    this.#count.textContent =
      this.#left === 0
        ? `${shown} rows`
        : `The newest ${shown} rows; ${this.#left.toLocaleString('en')} older ones left this page, not the log`;
  }
}
