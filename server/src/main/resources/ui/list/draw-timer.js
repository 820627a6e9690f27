// When the list is drawn: with the next frame; while it follows what comes often, some times a second, and while a flood is
// thinned, fewer still.

const FOLLOWING_MS = 120;
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
  soon(isCalm, isFollowing) {
    if (this.#frame !== 0) {
      return;
    }
    const least = isFollowing ? (isCalm ? CALM_MS : FOLLOWING_MS) : 0;
    const wait = this.#drawnAt + least - performance.now();
    if (wait > 0) {
      this.#timer ||= setTimeout(() => this.#nextFrame(), wait);
    } else {
      clearTimeout(this.#timer);
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
