// Looks for where a filter would match that matches nothing, when a person has asked for words or fields, and looks again as
// long as that is shown: entries may have come meanwhile.

import { ask } from '../state/api.js';
import { boundsOf } from '../state/view.js';
import { parametersOf } from './filter.js';

const SETTLE_MS = 300;
const AGAIN_MS = 5000;

export class HintLookup {
  #tell;
  #timer;
  #running = new AbortController();

  /** `tell` gets `{field, count, query, instead_of}`, or null while there is none. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Looks for this view's filter, now and until the next one. */
  look(view) {
    this.stop();
    if (view.filter.q.trim() !== '' || view.filter.search !== '') {
      this.#timer = setTimeout(() => this.#find(view), SETTLE_MS);
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#running.abort();
    this.#tell(null);
  }

  async #find(view) {
    const { signal } = (this.#running = new AbortController());
    const parameters = parametersOf(view.filter);
    Object.entries({ ...boundsOf(view.range), limit: 1 }).forEach(([name, value]) => parameters.set(name, value));
    // A server that cannot say has no hint.
    const { hint = null } = await ask('logs', parameters, signal).catch(() => ({}));
    if (!signal.aborted) {
      this.#tell(hint);
      this.#timer = hint === null ? undefined : setTimeout(() => this.#find(view), AGAIN_MS);
    }
  }
}
