// How many entries of the view there are of each service and level, kept up to date while somebody looks.

import { ask } from '../state/api.js';
import { boundsOf } from '../state/view.js';
import { parametersOf } from './filter.js';

export const MOST_VALUES = 100;

const FIELDS = ['service', 'level'];
const SETTLE_MS = 120;
/** As often as the chart beside them, and less often when answers are slow, so that asking takes a tenth of the time. */
const EVERY_MS = 1500;
const REST = 10;
const EVERY_WHEN_BUSY_MS = 60_000;

/** What the counts are over: the view's range, and the recent past of one that goes on. */
export function countedRange(range) {
  return range.kind === 'live' ? { from: '15m' } : boundsOf(range);
}

/** The values of a field with their counts, most frequent first, by a filter that says nothing about this field. */
export async function valuesOf(field, filter, range, { prefix = '', limit = MOST_VALUES } = {}, signal = undefined) {
  const parameters = parametersOf(filter);
  Object.entries({ ...countedRange(range), field, limit }).forEach(([name, value]) => parameters.set(name, value));
  if (prefix !== '') {
    parameters.set('prefix', prefix);
  }
  return (await ask('logs/values', parameters, signal)).values;
}

export class ValueCounts {
  #tell;
  #view = null;
  #timer;
  #running = new AbortController();
  #isDue = false;
  #onVisible = () => this.#lookAgain();

  /** `tell` gets `{service, level}`, each the list of values or null if it is not known. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Counts for this view from now on; what is asked for another one is dropped. */
  watch(view) {
    this.#view = view;
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#refreshIn(SETTLE_MS);
  }

  stop() {
    document.removeEventListener('visibilitychange', this.#onVisible);
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  #refreshIn(wait) {
    clearTimeout(this.#timer);
    this.#running.abort();
    this.#isDue = false;
    this.#timer = setTimeout(() => this.#refreshIfSeen(), wait);
  }

  #refreshIfSeen() {
    if (document.hidden) {
      this.#isDue = true;
    } else {
      this.#refresh();
    }
  }

  #lookAgain() {
    if (!document.hidden && this.#isDue) {
      this.#refreshIn(SETTLE_MS);
    }
  }

  async #refresh() {
    const { signal } = (this.#running = new AbortController());
    const view = this.#view;
    const began = performance.now();
    let isSlow = false;
    try {
      // One after the other, so that a page asks for little at a time.
      const counts = {};
      for (const field of FIELDS) {
        counts[field] = await valuesOf(field, { ...view.filter, [field]: [] }, view.range, {}, signal);
      }
      this.#tell(counts);
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      // A server that is busy or away says nothing new; one that refuses the filter has no counts for it.
      isSlow = failure.status >= 429;
      if (failure.status === 400) {
        this.#tell({ service: null, level: null });
      }
    }
    if (!signal.aborted && !isOver(view.range)) {
      this.#refreshIn(isSlow ? EVERY_WHEN_BUSY_MS : Math.max(EVERY_MS, REST * (performance.now() - began)));
    }
  }
}

function isOver(range) {
  return range.kind === 'fixed' && Date.parse(range.to) < Date.now();
}
