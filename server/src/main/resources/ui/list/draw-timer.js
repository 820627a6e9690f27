// When the list is drawn: with the next frame, and while a flood is thinned only some times a second.

const CALM_MS = 250;

export class DrawTimer {
  #draw;
  #frame = 0;
  #timer = 0;
  #drawnAt = 0;

  constructor(draw) {
    this.#draw = draw;
  }

  /** Draws soon, however often it is asked until then. */
  soon(isCalm) {
    if (this.#frame !== 0 || this.#timer !== 0) {
      return;
    }
    const wait = isCalm ? this.#drawnAt + CALM_MS - performance.now() : 0;
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#nextFrame(), wait);
    } else {
      this.#nextFrame();
    }
  }

  /** It is being drawn; nothing that was asked before is due any more. */
  drawn() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#timer = 0;
    this.#drawnAt = performance.now();
  }

  #nextFrame() {
    this.#timer = 0;
    this.#frame = requestAnimationFrame(() => this.#draw());
  }
}
