// Why the rows of a list that follows hold still: a pointer is down on one of them or rests on it, a finger is, text in
// them is selected, or the menu of a value is open. It also knows where a press began, for the click that it ends in.
//
// A pointer rests where somebody moved it to. One that lay there while the list was scrolled, or sent to its end, does not
// count until it is moved again.

const CLICK_MS = 350; // after a press is over: the click of a finger comes so much later
const DRAG_PIXELS = 5;

export class Hold {
  isHeld = false;

  #view;
  #changed;
  #reasons = new Set();
  #row = null; // the key of the row under the pointer, as its element has it
  #press = null; // {key, target, x, y}
  #seen = { x: NaN, y: NaN }; // where the pointer was last
  #ending = 0;

  /** Of the rows in `view`; `changed()` is called when it begins and when it ends. */
  constructor(view, changed) {
    this.#view = view;
    this.#changed = changed;
    const here = (name, does) => view.addEventListener(name, does, { passive: true });
    const anywhere = (name, does) => addEventListener(name, does, { passive: true, capture: true });
    here('pointermove', (event) => this.#moved(event));
    here('pointerleave', () => this.#set('rest', false));
    here('pointerdown', (event) => this.#pressed(event));
    here('touchstart', () => this.#begin('touch'));
    anywhere('pointerup', () => this.#endSoon('press'));
    anywhere('pointercancel', () => this.#endSoon('press'));
    anywhere('touchend', ({ touches }) => touches.length === 0 && this.#endSoon('touch'));
    anywhere('touchcancel', ({ touches }) => touches.length === 0 && this.#endSoon('touch'));
    document.addEventListener('selectionchange', () => this.#set('selection', this.hasSelection));
    document.addEventListener('value-menu', ({ detail }) => this.#set('menu', detail.isOpen));
  }

  /** The key of the row that holds, if a pointer is on one. */
  get row() {
    return this.#row;
  }

  /** Whether text of the rows is selected. */
  get hasSelection() {
    const selection = getSelection();
    return !selection.isCollapsed && selection.rangeCount > 0 && selection.getRangeAt(0).intersectsNode(this.#view);
  }

  /** The reader scrolled: what is under the pointer now is not what it was moved to. */
  scrolled() {
    this.#set('rest', false);
  }

  /** Ends it whatever the reason, selected text included. */
  release() {
    if (this.hasSelection) {
      getSelection().removeAllRanges();
    }
    clearTimeout(this.#ending);
    this.#reasons.clear();
    this.#tell();
  }

  /**
   * What was pressed for this click, `{key, target}`: the row where its press began, and not what may have come under the
   * pointer since; null if it was dragged from there. A click without a pointer was on its target.
   */
  pressOf(event) {
    const press = this.#press;
    if (press === null || event.detail === 0) {
      return { key: keyAt(event.target), target: event.target };
    }
    const isDragged = Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_PIXELS;
    return isDragged ? null : press;
  }

  #moved({ pointerType, clientX, clientY, target }) {
    const isStill = clientX === this.#seen.x && clientY === this.#seen.y; // what moved is the list
    this.#seen = { x: clientX, y: clientY };
    if (isStill || pointerType === 'touch') {
      return;
    }
    const row = keyAt(target);
    if (!this.#reasons.has('press')) {
      this.#row = row;
    }
    this.#set('rest', row !== null);
  }

  #pressed({ target, clientX, clientY }) {
    this.#row = keyAt(target);
    this.#press = { key: this.#row, target, x: clientX, y: clientY };
    this.#seen = { x: clientX, y: clientY };
    this.#begin('press');
  }

  #begin(reason) {
    clearTimeout(this.#ending);
    this.#set(reason, true);
  }

  #endSoon(reason) {
    if (this.#reasons.has(reason)) {
      clearTimeout(this.#ending);
      this.#ending = setTimeout(() => this.#end(), CLICK_MS);
    }
  }

  #end() {
    this.#reasons.delete('press');
    this.#reasons.delete('touch');
    this.#tell();
  }

  #set(reason, isOn) {
    if (isOn ? !this.#reasons.has(reason) : this.#reasons.has(reason)) {
      isOn ? this.#reasons.add(reason) : this.#reasons.delete(reason);
      this.#tell();
    }
  }

  #tell() {
    const isHeld = this.#reasons.size > 0;
    if (isHeld !== this.isHeld) {
      this.isHeld = isHeld;
      this.#changed();
    }
  }
}

/** The key of the row that an element is in, as the row's element has it; null outside of all. */
function keyAt(element) {
  return element.closest?.('.row')?.dataset.key ?? null;
}
