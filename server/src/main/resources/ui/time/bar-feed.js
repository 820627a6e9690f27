// Asks the server for a view's bars: all of them at first, and while the view is live, again and again the newest ones.
// One question at a time, none while the tab is hidden, and fewer of them when answers are slow. Bars that reach up to
// now are bounded by the server's clock, not by the browser's.

import { parametersOf } from '../filter/filter.js';
import { ask, Refusal } from '../state/api.js';
import { boundsOf } from '../state/view.js';
import { barsOf, growingFrom, merged, newest } from './bars.js';
import { millisOf } from './duration.js';
import { backOf, rfc3339, spanOf } from './range.js';

const NEXT_MS = 1500;
const NEXT_AFTER_SLOW_MS = 10_000;
const SLOW_MS = 300;
/** The share of the time that questions may take: one part in this many. */
const REST = 10;
/** Entries that arrive late, with older times, are seen when all bars are asked for again. */
const WHOLE_MS = 60_000;
const RETRY_MS = 5000;
const MOST_RETRY_MS = 60_000;
const NEVER = Infinity;

export class BarFeed {
  #hear;
  #isLive = false;
  #asking = new AbortController();
  #wake = () => {};
  /** Set while there is a reason to ask again as soon as the tab or the network is back. */
  #expectsMore = false;
  /** Set while the next question is due, but waits for the view to be live. */
  #isResting = false;
  #bars = null;
  #wholeAt = 0;
  #wholeTook = 0;

  #onReturn = () => {
    if (!document.hidden && this.#expectsMore && !this.#isResting) {
      this.again();
    }
  };

  /** @param hear `{bars(bars), refusal(failure)}`: told what came, for the view that is watched */
  constructor(hear) {
    this.#hear = hear;
  }

  /** Asks for these bars from now on. What was asked before is given up. */
  watch(filter, range) {
    this.stop();
    this.#asking = new AbortController();
    document.addEventListener('visibilitychange', this.#onReturn);
    addEventListener('online', this.#onReturn);
    this.#run(filter, range, this.#asking.signal);
  }

  stop() {
    this.#asking.abort();
    this.#wake();
    this.#bars = null;
    document.removeEventListener('visibilitychange', this.#onReturn);
    removeEventListener('online', this.#onReturn);
  }

  /** Whether bars that reach up to now go on growing. */
  set isLive(isLive) {
    this.#isLive = isLive;
    if (isLive && this.#isResting) {
      this.#wake();
    }
  }

  /** Asks for all bars at once. */
  again() {
    this.#bars = null;
    this.#wake();
  }

  async #run(filter, range, signal) {
    let failures = 0;
    let pause = NEVER;
    while (!signal.aborted) {
      if (document.hidden) {
        pause = NEVER;
        this.#expectsMore = true;
      } else {
        try {
          pause = await this.#ask(filter, range, signal);
          failures = 0;
        } catch (failure) {
          if (signal.aborted) {
            return;
          }
          pause = this.#afterFailure(failure, failures++);
        }
      }
      await this.#sleep(pause, signal);
      while (this.#bars !== null && !this.#isLive && !signal.aborted) {
        this.#isResting = true;
        await this.#sleep(NEVER, signal);
        this.#isResting = false;
      }
    }
  }

  /** One question and its answer; returns after how many milliseconds the next one follows. */
  async #ask(filter, range, signal) {
    const began = performance.now();
    const known = began - this.#wholeAt < Math.max(WHOLE_MS, this.#wholeTook * REST) ? this.#bars : null;
    const parameters = parametersOf(filter);
    Object.entries(boundsFor(range, known)).forEach(([name, value]) => parameters.set(name, value));
    const came = barsOf(await ask('logs/histogram', parameters, signal));
    signal.throwIfAborted();
    const took = performance.now() - began;
    const bars = known === null ? came : merged(known, came);
    if (bars === null) {
      this.#bars = null; // the server's clock was set, and the bars do not meet: all of them, then
      return 0;
    }
    if (known === null) {
      this.#wholeAt = began;
      this.#wholeTook = took;
    }
    this.#bars = range.kind === 'fixed' ? bars : newest(bars, millisOf(backOf(range)));
    this.#hear.bars(this.#bars);
    return this.#afterAnswer(range, took);
  }

  #afterAnswer(range, took) {
    if (range.kind === 'fixed') {
      const mayGrow = spanOf(range, 0).to > Date.now();
      this.#bars = null;
      this.#expectsMore = mayGrow;
      return mayGrow ? Math.max(NEXT_AFTER_SLOW_MS, took * REST) : NEVER;
    }
    this.#expectsMore = true;
    return took > SLOW_MS ? Math.max(NEXT_AFTER_SLOW_MS, took * REST) : Math.max(NEXT_MS, took * REST);
  }

  #afterFailure(failure, failures) {
    const wasWhole = this.#bars === null;
    const isBusy = !(failure instanceof Refusal) || failure.status === 429 || failure.status >= 500;
    this.#bars = null;
    this.#expectsMore = isBusy || !wasWhole;
    this.#hear.refusal(failure);
    return this.#expectsMore ? Math.min(RETRY_MS * 2 ** failures, MOST_RETRY_MS) : NEVER;
  }

  #sleep(millis, signal) {
    return new Promise((resolve) => {
      const timer = millis === NEVER ? undefined : setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) {
        this.#wake();
      }
    });
  }
}

function boundsFor(range, known) {
  if (known !== null) {
    return { from: rfc3339(growingFrom(known)), to: '0s', interval: `${known.interval}ms` };
  }
  return range.kind === 'fixed' ? boundsOf(range) : { from: backOf(range), to: '0s' };
}
