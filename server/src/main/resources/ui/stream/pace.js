// How fast entries may come. While they are few there is no limit, so that a short burst arrives whole; a flood is
// limited to what the page can draw, until it has passed.

const MOST_PER_SECOND = 500;
const SECOND_MS = 1000;

export class Pace {
  #ask;
  #isLimited;
  #came;
  #since;

  /** `ask(n)` is called to ask for at most `n` entries a second; 0 for all. */
  constructor(ask) {
    this.#ask = ask;
    this.begin();
    setInterval(() => this.#endSecond(), SECOND_MS);
  }

  /** A connection begins, and with it nothing is limited. */
  begin() {
    this.#isLimited = false;
    this.#came = 0;
    this.#since = Date.now();
  }

  /** So many entries came just now. */
  came(entries) {
    this.#endSecond();
    this.#came += entries;
    if (!this.#isLimited && this.#came > MOST_PER_SECOND) {
      this.#isLimited = true;
      this.#ask(MOST_PER_SECOND);
    }
  }

  #endSecond() {
    if (Date.now() - this.#since < SECOND_MS) {
      return;
    }
    if (this.#isLimited && this.#came < MOST_PER_SECOND / 2) {
      this.#isLimited = false;
      this.#ask(0);
    }
    this.#came = 0;
    this.#since = Date.now();
  }
}
