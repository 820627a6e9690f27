// Mouse, pen and finger on the bars: pointing at one, a click on it, dragging from any time to any other, and a double click.

const LEAST_DRAG = 5;

export class BarPointer {
  #surface;
  #hear;
  #down = null;
  #wasDrag = false;

  /**
   * @param hear `{pointed(x), dragged(from, to), chosen(from, to), clicked(x), left(), widened()}`, with distances in pixels from the
   *   surface's left edge
   */
  constructor(surface, hear) {
    this.#surface = surface;
    this.#hear = hear;
    surface.addEventListener('pointerdown', (event) => this.#begin(event));
    surface.addEventListener('pointermove', (event) => this.#move(event));
    surface.addEventListener('pointerup', (event) => this.#end(event));
    surface.addEventListener('pointercancel', () => this.cancel());
    surface.addEventListener('pointerleave', (event) => this.#leave(event));
    surface.addEventListener('click', (event) => this.#click(event));
    surface.addEventListener('dblclick', () => hear.widened());
  }

  cancel() {
    this.#down = null;
    this.#hear.left();
  }

  #begin(event) {
    if (event.button === 0 && event.isPrimary) {
      this.#surface.setPointerCapture(event.pointerId);
      this.#down = { x: this.#x(event), isDrag: false };
      this.#hear.pointed(this.#down.x);
    }
  }

  #move(event) {
    const x = this.#x(event);
    if (this.#down === null) {
      this.#hear.pointed(x);
      return;
    }
    this.#down.isDrag ||= Math.abs(x - this.#down.x) >= LEAST_DRAG;
    if (this.#down.isDrag) {
      this.#hear.dragged(this.#down.x, x);
    }
  }

  #end(event) {
    const down = this.#down;
    this.#down = null;
    this.#wasDrag = down?.isDrag === true;
    if (this.#wasDrag) {
      this.#hear.chosen(down.x, this.#x(event));
    }
  }

  /** A drag ends with a click too, which is none; nor is the second one of a double click. */
  #click(event) {
    if (!this.#wasDrag && event.detail <= 1) {
      this.#hear.clicked(this.#x(event));
    }
  }

  /** A finger that is lifted leaves what it pointed at to be read. */
  #leave(event) {
    if (this.#down === null && event.pointerType !== 'touch') {
      this.#hear.left();
    }
  }

  #x(event) {
    return event.clientX - this.#surface.getBoundingClientRect().left;
  }
}
