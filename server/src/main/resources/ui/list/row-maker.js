// Makes the elements of rows, and says how the list goes on at its two ends.

import { entryRow, updateTime } from '../entry/entry-row.js';
import { dayElement, Days } from './days.js';
import { edgeElement, newerEdge, olderEdge } from './edge-row.js';
import { gapElement, skippedElement } from './note-row.js';

const CLOCK_CHARACTERS = '10:30:00.123'.length;

export class RowMaker {
  #window;
  #open;
  #toggle;
  #look = null;
  #view = null;
  #days = new Days();
  #older = { kind: 'older', key: 'older', height: undefined };
  #newer = { kind: 'newer', key: 'newer', height: undefined };

  /** Of a LogWindow, with its OpenEntries; `toggle(row)` is called to open or close a row by a button on it. */
  constructor(window, open, toggle) {
    this.#window = window;
    this.#open = open;
    this.#toggle = toggle;
  }

  /** How many characters the longest time has that was drawn in the present look. */
  timeCharacters = 0;

  /** How rows look from now on; null before the first time. */
  get look() {
    return this.#look;
  }

  show(look, view) {
    this.#look = look;
    this.#view = view;
    this.timeCharacters = look.settings.times === 'relative' ? 0 : CLOCK_CHARACTERS; // so that the heads need not move
  }

  /** All rows, the two ends and the days included, which are marked as changed where they say something else. */
  rows() {
    this.#say(this.#older, olderEdge(this.#window, this.#view));
    this.#say(this.#newer, newerEdge(this.#window));
    const isByTime = this.#view.range.kind === 'fixed';
    const rows = this.#days.between(this.#window.rows, { zone: this.#look.settings.zone, now: Date.now(), isByTime });
    return [this.#older, ...rows, this.#newer];
  }

  make(row, isSelected) {
    const element = document.createElement('div');
    element.className = 'row';
    element.dataset.key = row.key;
    element.classList.toggle('is-selected', isSelected);
    if (row.kind !== 'entry') {
      element.role = 'article'; // as a feed consists of; an entry is one itself
    }
    element.append(...this.#contentOf(row));
    return element;
  }

  /** Puts the times in the drawn rows right, where they are relative; `elementOf(key)` answers a row's element. */
  updateTimes(elementOf) {
    this.#look.now = Date.now();
    for (const row of this.#window.rows) {
      const element = row.kind === 'entry' ? elementOf(row.key) : undefined;
      if (element !== undefined) {
        updateTime(element.querySelector('.entry'), row.entry, this.#look);
      }
    }
  }

  #say(row, edge) {
    row.isChanged = row.edge?.text !== edge.text;
    row.edge = edge;
  }

  #contentOf(row) {
    switch (row.kind) {
      case 'entry':
        return this.#open.has(row.key)
          ? [this.#entry(row), this.#open.detailsOf(row.entry, this.#look, this.#view)]
          : [this.#entry(row)];
      case 'day':
        return [dayElement(row)];
      case 'skipped':
        return [skippedElement(row, () => this.#toggle(row))];
      case 'gap':
        return [gapElement(row)];
      case 'older':
        return [edgeElement(row.edge, () => this.#window.loadOlder())];
      default:
        return [edgeElement(row.edge, () => this.#window.loadNewer())];
    }
  }

  #entry({ entry, lateBy }) {
    const element = entryRow(entry, this.#look, lateBy);
    this.timeCharacters = Math.max(this.timeCharacters, element.querySelector('.time').textContent.length);
    return element;
  }
}
