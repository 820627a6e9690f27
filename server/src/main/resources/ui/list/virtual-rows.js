// Draws, of many rows of any height, only those that are in sight. The place of the reader is kept: either at the end,
// or at the same row, whatever is added, removed or grows above it.

const BEYOND_PIXELS = 300; // drawn above and below what is in sight
const ESTIMATED_PIXELS = 20; // for a row that was never drawn
const AT_END_PIXELS = 6;
const MOST_PASSES = 4;

export class VirtualRows {
  /** Whether the reader is at the end and stays there when rows are added. */
  isFollowing = true;

  #view;
  #space;
  #shown;
  #make;
  #rows = [];
  #offsets = new Float64Array(1);
  #elements = new Map(); // by key, of the rows that are drawn
  #anchor = null; // {key, index, above}: the row at the top edge, and how far its top is above that edge
  #setTop = 0; // where it was scrolled to when it was drawn
  #setRoom = 0; // and how high the view was
  #first = 0; // the drawn rows are those from here
  #last = 0; // to before this one

  /**
   * `view` scrolls, `space` in it is as high as all rows, `shown` in that holds what is drawn. `make(row)` makes a row's
   * element; `moved()` is called after the reader has scrolled.
   */
  constructor({ view, space, shown, make, moved }) {
    this.#view = view;
    this.#space = space;
    this.#shown = shown;
    this.#make = make;
    view.addEventListener(
      'scroll',
      () => {
        // What moves because the view has another height now is put right by drawing it.
        if (view.clientHeight === this.#setRoom && Math.abs(view.scrollTop - this.#setTop) > 1) {
          this.#scrolled();
          moved();
        }
      },
      { passive: true },
    );
    // An entry that is open grows when its parts arrive.
    new ResizeObserver(() => this.draw(this.#rows)).observe(shown);
    new ResizeObserver(() => this.draw(this.#rows)).observe(view);
  }

  /** The row at the top edge; undefined while there is none. */
  get top() {
    return this.#rows[this.#indexAt(this.#view.scrollTop)];
  }

  get pixelsAbove() {
    return this.#view.scrollTop;
  }

  get pixelsBelow() {
    return this.#offsets[this.#rows.length] - this.#view.scrollTop - this.#view.clientHeight;
  }

  elementOf(key) {
    return this.#elements.get(key);
  }

  /** Draws these rows. One that is marked `isChanged` is made again. */
  draw(rows) {
    this.#rows = rows;
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

  /** All drawn rows are made again with the next drawing. */
  forgetDrawn() {
    this.#elements.forEach((element, key) => this.#remove(key, element));
  }

  /** Stays at the end from now on. */
  follow() {
    this.isFollowing = true;
    this.#anchor = null;
  }

  /** Stays at what is in sight now. */
  stay() {
    this.isFollowing = false;
    this.#keepAnchor();
  }

  /** Brings a row into sight: as little movement as it takes, or to the middle. */
  reveal(index, toMiddle = false) {
    const top = this.#offsets[index];
    const height = this.#offsets[index + 1] - top;
    const room = this.#view.clientHeight;
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
    const row = this.#rows[index];
    this.#anchor = { key: row.key, index, above: target - top };
  }

  #scrolled() {
    this.isFollowing = this.pixelsBelow <= AT_END_PIXELS;
    this.#setTop = this.#view.scrollTop;
    this.#anchor = null;
    this.#keepAnchor();
  }

  #keepAnchor() {
    if (this.isFollowing || this.#rows.length === 0) {
      this.#anchor = null;
      return;
    }
    const index = this.#indexAt(this.#view.scrollTop);
    this.#anchor = { key: this.#rows[index].key, index, above: this.#view.scrollTop - this.#offsets[index] };
  }

  #target() {
    const end = Math.max(0, this.#offsets[this.#rows.length] - this.#view.clientHeight);
    if (this.isFollowing) {
      return end;
    }
    if (this.#anchor === null || this.#rows.length === 0) {
      return Math.min(end, this.#view.scrollTop);
    }
    const index = this.#anchorIndex();
    return Math.max(0, Math.min(end, this.#offsets[index] + this.#anchor.above));
  }

  #anchorIndex() {
    const { key, index } = this.#anchor;
    if (this.#rows[index]?.key === key) {
      return index;
    }
    const found = this.#rows.findIndex((row) => row.key === key);
    return found >= 0 ? found : Math.min(index, this.#rows.length - 1);
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
    this.#space.style.height = `${offset}px`;
  }

  /** Makes the drawn rows those that are in sight when the reader is where they should be. */
  #place() {
    const target = this.#target();
    this.#moveTo(target);
    const count = this.#rows.length;
    const first = this.#indexAt(target - BEYOND_PIXELS);
    const last = Math.min(count, this.#indexAt(target + this.#view.clientHeight + BEYOND_PIXELS) + 1);
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

  #drawn(row) {
    const drawn = this.#elements.get(row.key);
    if (drawn !== undefined && !row.isChanged) {
      return drawn;
    }
    const element = this.#make(row);
    drawn?.replaceWith(element);
    row.isChanged = false;
    this.#elements.set(row.key, element);
    return element;
  }

  /** Takes the heights of what is drawn; says whether one was another than thought. */
  #measure() {
    let isOther = false;
    for (let i = this.#first; i < this.#last; i += 1) {
      const row = this.#rows[i];
      const height = this.#elements.get(row.key).getBoundingClientRect().height;
      if (Math.abs(height - (row.height ?? ESTIMATED_PIXELS)) > 0.01) {
        isOther = true;
      }
      row.height = height;
    }
    return isOther;
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
    this.#setRoom = this.#view.clientHeight;
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
