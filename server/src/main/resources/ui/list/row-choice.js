// Choosing rows and copying them: those that are chosen from one to another, drawn or not, held or not, and those whose text
// is selected.

import { copyTable } from '../entry/copy.js';
import { tableOf } from '../entry/entry-table.js';
import { counted } from '../state/counted.js';
import { ChosenRows } from './chosen-rows.js';
import { putInto, selectedEntries } from './row-copy.js';

const MOST_COPIED = 10_000; // entries
const FIELDS = 'input, textarea, dialog';

export class RowChoice {
  #window;
  #seeker;
  #view;
  #shows;
  #say;
  #rows;

  /**
   * In a LogWindow, of what a Seeker finds, whose rows are in the element `view`. `shows()` answers the view that is shown,
   * `say(text)` tells how it went, `changed()` is called when nothing is chosen any more.
   */
  constructor({ window, seeker, view, shows, say, changed }) {
    this.#window = window;
    this.#seeker = seeker;
    this.#view = view;
    this.#shows = shows;
    this.#say = say;
    this.#rows = new ChosenRows(
      () => this.copy(),
      () => {
        this.clear();
        changed();
      },
    );
    document.addEventListener('copy', (event) => this.#copied(event));
  }

  /** The line that says how many are chosen. */
  get element() {
    return this.#rows.element;
  }

  get isEmpty() {
    return this.#rows.isEmpty;
  }

  get end() {
    return this.#rows.end;
  }

  clear() {
    this.#rows.clear();
  }

  extend(from, to) {
    this.#rows.extend(from, to);
  }

  show(elements) {
    this.#rows.show(this.#window.rows, elements);
  }

  /** Copies what is chosen; says whether there is any. */
  copy() {
    const isAny = !this.#rows.isEmpty;
    if (isAny) {
      this.#copyAll().catch((failure) =>
        this.#say(failure instanceof TypeError ? 'The server cannot be reached.' : failure.message),
      );
    }
    return isAny;
  }

  async #copyAll() {
    const { rows } = this.#window;
    const { columns, range } = this.#shows();
    const isHere = range.kind === 'fixed' || this.#rows.isWithin(rows);
    const entries = isHere ? this.#rows.entriesIn(rows) : await this.#seeker.between(...this.#rows.ids, MOST_COPIED);
    const isCopied = await copyTable(tableOf(entries, columns));
    const rest = entries.length === MOST_COPIED ? ' That is the most that can be copied; Export has them all.' : '';
    this.#say(isCopied ? `${counted(entries.length)} copied.${rest}` : 'The browser does not let this page copy.');
  }

  #copied(event) {
    if (event.defaultPrevented || event.clipboardData === null || event.target.closest?.(FIELDS) != null) {
      return;
    }
    const entries = selectedEntries(getSelection(), this.#view, this.#window.rows);
    if (entries.length > 0) {
      event.preventDefault();
      putInto(event.clipboardData, entries, this.#shows().columns);
      this.#say(`${counted(entries.length)} copied.`);
    } else if (getSelection().isCollapsed && this.copy()) {
      event.preventDefault();
    }
  }
}
