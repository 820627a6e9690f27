// The checks of a query while it is typed: what is wrong with it is told soon, that it can be applied after a pause.

import { faultIn } from './query-check.js';

const CHECK_MS = 250;
const APPLY_MS = 600;

export class DraftCheck {
  #tellFault;
  #tellReady;
  #timers = [];
  #running = new AbortController();

  /** `tellFault` gets what is wrong, or null; `tellReady` is called once nothing is and the person pauses. */
  constructor(tellFault, tellReady) {
    this.#tellFault = tellFault;
    this.#tellReady = tellReady;
  }

  typed(query) {
    this.stop();
    const dueAt = performance.now() + APPLY_MS;
    this.#later(CHECK_MS, async () => {
      // Where the server does not say, only Enter applies it.
      if (await this.#isRight(query, false)) {
        this.#later(dueAt - performance.now(), this.#tellReady);
      }
    });
  }

  /** Checks at once. A server that cannot say is no reason to hold a query back: true, then. */
  async isRight(query) {
    this.stop();
    return this.#isRight(query, true);
  }

  stop() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#running.abort();
  }

  async #isRight(query, otherwise) {
    const { signal } = (this.#running = new AbortController());
    try {
      const fault = await faultIn(query, signal);
      if (!signal.aborted) {
        this.#tellFault(fault);
      }
      return !signal.aborted && fault === null;
    } catch {
      return !signal.aborted && otherwise;
    }
  }

  #later(wait, act) {
    this.#timers.push(setTimeout(act, wait));
  }
}
