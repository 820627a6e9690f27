// How fast entries may come. While they are few there is no limit, so that a short burst arrives whole; a flood is
// thinned to what a person can still look at, until it has passed.

const FLOOD_PER_SECOND = 400;
// More can be neither read nor pointed at; and what may be wrong is not to drown in it.
const THINNED = Object.freeze({ max_per_second: 30, half_from: 'warn' });
const WHOLE = Object.freeze({ max_per_second: 0 });
const OVER_PER_SECOND = 200;
const SECOND_MS = 1000;

export class Pace {
  /** Entries a second that matched in the last second, drawn or not. */
  perSecond = 0;
  isThinned = false;

  #ask;
  #told;
  #isFirstSecond = true; // then what comes is what was missed
  #came = 0;
  #since = performance.now();

  /** `ask(rate)` is called to ask for another rate, as the stream's messages name it; `told()` after each second. */
  constructor(ask, told) {
    this.#ask = ask;
    this.#told = told;
    setInterval(() => this.#endSecond(), SECOND_MS);
  }

  /** A connection begins, and with it nothing is limited; a flood that was on is thinned from its start. */
  begin() {
    this.#isFirstSecond = true;
    if (this.isThinned) {
      this.#ask(THINNED);
    }
  }

  /** So many entries came, or were left out, just now. */
  came(entries) {
    this.#came += entries;
    if (!this.isThinned && this.#came > FLOOD_PER_SECOND) {
      this.isThinned = true;
      this.#ask(THINNED);
    }
  }

  #endSecond() {
    const now = performance.now();
    this.perSecond = this.#isFirstSecond ? 0 : Math.round((this.#came * SECOND_MS) / Math.max(1, now - this.#since));
    this.#isFirstSecond = false;
    this.#came = 0;
    this.#since = now;
    if (this.isThinned && this.perSecond < OVER_PER_SECOND) {
      this.isThinned = false;
      this.#ask(WHOLE);
    }
    this.#told();
  }
}
