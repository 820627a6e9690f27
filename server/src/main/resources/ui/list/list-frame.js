// The frame of the list: what scrolls, with the heads of the columns and the day of what is read at its upper edge.

import { drawHeads, measuresOf } from './column-heads.js';

export class ListFrame {
  heads = part('heads');
  view = part('view');
  space = part('space');
  shown = part('shown');

  #list;
  #day = part('day');
  #dayText; // what the upper edge says

  /** Builds it within the list's element. */
  constructor(list) {
    this.#list = list;
    this.#day.hidden = true;
    this.view.tabIndex = 0;
    this.view.role = 'region';
    this.view.ariaLabel = 'Log';
    this.shown.role = 'feed'; // which may hold nothing but rows
    this.shown.ariaLabel = 'Log entries, the newest last';
    const [above, ofDay] = [part('above'), part('of-day')];
    ofDay.append(this.#day);
    above.append(this.heads, ofDay);
    this.space.append(this.shown);
    this.view.append(above, this.space);
    list.append(this.view);
  }

  /** The heads of these columns; `resized` as drawHeads calls it. */
  showHeads(columns, widths, resized) {
    drawHeads(this.heads, columns, widths, resized);
  }

  /** How wide the columns are, with a time of so many characters. */
  measure(columns, widths, timeCharacters) {
    const { grid, least } = measuresOf(columns, widths, timeCharacters);
    this.#list.style.setProperty('--columns', grid);
    this.#list.style.setProperty('--least', least);
  }

  /** The day of what is at the upper edge; undefined if its row is in sight, or there are no days. */
  showDay(text) {
    if (text !== this.#dayText) {
      this.#dayText = text;
      this.#day.hidden = text === undefined;
      this.#day.textContent = text ?? '';
    }
  }
}

function part(name) {
  const element = document.createElement('div');
  element.className = name;
  return element;
}
