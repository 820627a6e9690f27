// Draws, of many rows of any height, only those that are in sight. The place of the reader is kept: either at the end,
// or at the same entry, whatever is added, removed or grows above it.

import { entryNear, RowAnchor } from './row-anchor.js';

const BEYOND_PIXELS = 300; // drawn above and below what is in sight
const KEPT_PIXELS = 700; // above, what is drawn stays: who follows has rows taken away now and then, not each time
const MOST_SELECTED = 500; // rows that stay drawn because text in them is selected
const ESTIMATED_PIXELS = 20; // for a row that was never drawn
const AT_END_PIXELS = 6;
const MOST_PASSES = 4;

export class VirtualRows {
  /** Whether the reader is at the end and stays there when rows are added. */
  isFollowing = true;

  #isHeld = false; // the rows stay where they are, although the reader follows
  #view;
  #space;
  #shown;
  #make;
  #rows = [];
  #offsets = new Float64Array(1);
  #elements = new Map(); // by key, of the rows that are drawn
  #anchor = new RowAnchor();
  #above; // what stands at the upper edge of the view and hides rows that are scrolled below it
  #pinned;
  #room = 0; // pixels in which rows are seen
  #setTop = 0; // where it was scrolled to when it was drawn
  #setHeight = 0; // and how high the view was
  #setSpace = -1; // and all its rows
  #unmeasured = new Set(); // rows that were made since they were measured
  #first = 0; // the drawn rows are those from here
  #last = 0; // to before this one

  /**
   * `view` scrolls, `above` stays at its upper edge, `space` below that is as high as all rows, `shown` in it holds what is
   * drawn. `make(row)` makes a row's element; `moved()` is called after the reader has scrolled; `pinned()` answers nodes
   * whose rows stay drawn, with those between them.
   */
  constructor({ view, above, space, shown, make, moved, pinned }) {
    this.#view = view;
    this.#above = above;
    this.#pinned = pinned;
    this.#space = space;
    this.#shown = shown;
    this.#make = make;
    view.addEventListener(
      'scroll',
      () => {
        // What moves because the view has another height now is put right by drawing it.
        if (view.clientHeight === this.#setHeight && Math.abs(view.scrollTop - this.#setTop) > 1) {
          this.#scrolled();
          moved();
        }
      },
      { passive: true },
    );
    // An entry that is open grows when its parts arrive.
    new ResizeObserver(() => this.#isOtherHeight() && this.drawAnew()).observe(shown);
    const sizes = new ResizeObserver(() => this.drawAnew());
    sizes.observe(view);
    sizes.observe(above);
  }

  /** The entry's row at the top edge, or else the nearest; undefined while there is none. */
  get top() {
    return this.#rows[entryNear(this.#rows, this.#indexAt(this.#view.scrollTop))];
  }

  get pixelsAbove() {
    return this.#view.scrollTop;
  }

  get pixelsBelow() {
    return this.#offsets[this.#rows.length] - this.#view.scrollTop - this.#room;
  }

  /** The drawn rows' elements, by key. */
  get elements() {
    return this.#elements;
  }

  /** The last row of a kind that begins above the upper edge; undefined if none does. */
  aboveTop(kind) {
    const top = this.#view.scrollTop;
    let index = this.#indexAt(top);
    while (index >= 0 && (this.#rows[index]?.kind !== kind || this.#offsets[index] >= top)) {
      index -= 1;
    }
    return this.#rows[index];
  }

  elementOf(key) {
    return this.#elements.get(key);
  }

  /** Draws these rows. One that is marked `isChanged` is made again. */
  draw(rows) {
    this.#rows = rows;
    this.#room = this.#view.clientHeight - this.#above.offsetHeight;
    this.#layOut();
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      this.#place();
      if (!this.#measure()) {
        break;
      }
      this.#layOut();
    }
    this.#moveTo(this.#target());
    this.#keepAnchor();
  }

  /** Holds the rows where they are, with the one of this key in its place, though the reader follows; or no longer. */
  hold(isHeld, key) {
    this.#isHeld = isHeld;
    this.#keepAnchor(this.#indexOf(key));
  }

  /** All drawn rows are made again with the next drawing. */
  forgetDrawn() {
    this.#elements.forEach((element, key) => this.#remove(key, element));
  }

  /** Stays at the end from now on. */
  follow() {
    this.isFollowing = true;
    this.#anchor.clear();
  }

  /** Stays at what is in sight now. */
  stay() {
    this.isFollowing = false;
    this.#keepAnchor();
  }

  /** Whether a row is among those that were given to be drawn. */
  has(key) {
    return this.#indexOf(key) >= 0;
  }

  /** Brings a row into sight: as little movement as it takes, or to the middle. */
  reveal(key, toMiddle = false) {
    const index = this.#indexOf(key);
    if (index < 0) {
      return;
    }
    const top = this.#offsets[index];
    const height = this.#offsets[index + 1] - top;
    const room = this.#room;
    const now = this.#view.scrollTop;
    let target = now;
    if (toMiddle) {
      target = top - Math.max(0, (room - height) / 2);
    } else if (top < now || height > room) {
      target = top;
    } else if (top + height > now + room) {
      target = top + height - room;
    }
    this.isFollowing = false;
    this.#anchor.keep(this.#rows, this.#offsets, index, target);
  }

  #indexOf(key) {
    return this.#rows.findIndex((row) => row.key === key);
  }

  #scrolled() {
    this.isFollowing = this.pixelsBelow <= AT_END_PIXELS;
    this.#setTop = this.#view.scrollTop;
    this.#keepAnchor();
  }

  #keepAnchor(index = -1) {
    const top = this.#view.scrollTop;
    if (this.isFollowing && !this.#isHeld) {
      this.#anchor.clear();
    } else {
      this.#anchor.keep(this.#rows, this.#offsets, index < 0 ? this.#indexAt(top) : index, top);
    }
  }

  #target() {
    const end = Math.max(0, this.#offsets[this.#rows.length] - this.#room);
    if (this.isFollowing && !this.#isHeld) {
      return end;
    }
    const top = this.#anchor.top(this.#rows, this.#offsets) ?? this.#view.scrollTop;
    return Math.max(0, Math.min(end, top));
  }

  #layOut() {
    const count = this.#rows.length;
    if (this.#offsets.length < count + 1) {
      this.#offsets = new Float64Array(2 * count + 1);
    }
    let offset = 0;
    for (let i = 0; i < count; i += 1) {
      this.#offsets[i] = offset;
      offset += this.#rows[i].height ?? ESTIMATED_PIXELS;
    }
    this.#offsets[count] = offset;
    if (offset !== this.#setSpace) {
      this.#setSpace = offset;
      this.#space.style.height = `${offset}px`;
    }
  }

  /** Makes the drawn rows those that are in sight when the reader is where they should be. */
  #place() {
    const target = this.#target();
    this.#moveTo(target);
    const count = this.#rows.length;
    const [first, last] = this.#toDraw(target, count);
    this.#first = first;
    this.#last = last;
    const wanted = new Set();
    for (let i = first; i < last; i += 1) {
      wanted.add(this.#rows[i].key);
    }
    this.#elements.forEach((element, key) => wanted.has(key) || this.#remove(key, element));
    let before = null;
    for (let i = first; i < last; i += 1) {
      const element = this.#drawn(this.#rows[i]);
      const there = before === null ? this.#shown.firstElementChild : before.nextElementSibling;
      if (element !== there) {
        this.#shown.insertBefore(element, there);
      }
      before = element;
    }
    this.#shown.style.transform = `translateY(${count === 0 ? 0 : this.#offsets[first]}px)`;
  }

  /** Which rows are to be drawn: from this index to before that one. */
  #toDraw(target, count) {
    let first = this.#indexAt(target - BEYOND_PIXELS);
    let last = Math.min(count, this.#indexAt(target + this.#room + BEYOND_PIXELS) + 1);
    const kept = this.#indexAt(target - KEPT_PIXELS);
    while (first > kept && this.#elements.has(this.#rows[first - 1].key)) {
      first -= 1;
    }
    for (const index of this.#pinnedIndexes()) {
      if (last - index < MOST_SELECTED && index - first < MOST_SELECTED) {
        first = Math.min(first, index);
        last = Math.max(last, index + 1);
      }
    }
    return [first, last];
  }

  #pinnedIndexes() {
    const nodes = this.#pinned();
    const keys = nodes.length === 0 ? [] : [...this.#elements].filter(([, row]) => nodes.some((node) => row.contains(node)));
    return keys.map(([key]) => this.#indexOf(key)).filter((index) => index >= 0);
  }

  #drawn(row) {
    const drawn = this.#elements.get(row.key);
    if (drawn !== undefined && !row.isChanged) {
      return drawn;
    }
    const element = this.#make(row);
    drawn?.replaceWith(element);
    row.isChanged = false;
    this.#elements.set(row.key, element);
    this.#unmeasured.add(row);
    return element;
  }

  /** Takes the heights of what was made; says whether one was another than thought. */
  #measure() {
    let isOther = false;
    for (const row of this.#unmeasured) {
      const element = this.#elements.get(row.key);
      if (element !== undefined) {
        const height = element.getBoundingClientRect().height;
        isOther ||= Math.abs(height - (row.height ?? ESTIMATED_PIXELS)) > 0.01;
        row.height = height;
      }
    }
    this.#unmeasured.clear();
    return isOther;
  }

  /** Whether what is drawn is not as high as when it was measured. */
  #isOtherHeight() {
    const height = this.#offsets[this.#last] - this.#offsets[this.#first];
    return Math.abs(this.#shown.getBoundingClientRect().height - height) > 0.5;
  }

  /** Draws it all with what is measured now: something that is drawn may have another height. */
  drawAnew() {
    for (let i = this.#first; i < this.#last && i < this.#rows.length; i += 1) {
      this.#unmeasured.add(this.#rows[i]);
    }
    this.draw(this.#rows);
  }

  #remove(key, element) {
    if (element.contains(document.activeElement)) {
      this.#view.focus({ preventScroll: true }); // else the keyboard would begin at the page's start again
    }
    element.remove();
    this.#elements.delete(key);
  }

  #moveTo(top) {
    if (Math.abs(this.#view.scrollTop - top) > 0.5) {
      this.#view.scrollTop = top;
    }
    this.#setTop = this.#view.scrollTop;
    this.#setHeight = this.#view.clientHeight;
  }

  /** The index of the row at this distance from the top, the nearest one for a distance outside. */
  #indexAt(offset) {
    let low = 0;
    let high = Math.max(0, this.#rows.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      this.#offsets[middle] <= offset ? (low = middle) : (high = middle - 1);
    }
    return low;
  }
}
