// Looks for what completes a query at the caret, a moment after the last key and one question at a time.

import { completionAt } from './completion.js';
import { offersFor } from './offers.js';

const SETTLE_MS = 120;

export class OfferLookup {
  #tell;
  #timer;
  #running = new AbortController();

  /** `tell` gets the offers, none perhaps, and the completion they are for. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Returns the completion, or null. `isAsked`: somebody wants offers, also where nothing is typed yet. */
  look({ query, caret, view, isAsked }) {
    this.stop();
    const completion = completionAt(query, caret, isAsked);
    if (completion !== null) {
      this.#timer = setTimeout(() => this.#find(query, completion, view), isAsked ? 0 : SETTLE_MS);
    }
    return completion;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  async #find(query, completion, view) {
    const { signal } = (this.#running = new AbortController());
    // Without an answer, nothing is known to complete it with.
    const offers = await offersFor(completion, view, signal).catch(() => []);
    if (!signal.aborted) {
      const isThereAlready = offers.length === 1 && offers[0].text === query.slice(completion.start, completion.end);
      this.#tell(isThereAlready ? [] : offers, completion);
    }
  }
}
