// The page's connection to the log: one tailrace.v1 socket at a time, taken up again at the position where the last one
// ended, so that what it delivers has no gap and no duplicate.
//
// It tells its listener:
//   state({name, …})      connecting · live · catching-up {lag} · paused {lag} or {reason} · reconnecting {reason} ·
//                         refused {reason, refusal}
//   take(message, size)   entries, skipped and gap as the server sent them, in order, with their size in characters
//   synced()              what comes from here on is under the chosen filter: after each hello and each change of it
//   refused(message)      the server refused the chosen filter; nothing is taken until another one is chosen
//   pace({perSecond, isThinned})   each second

import { messageOf } from '../filter/filter.js';
import { readExactly } from '../state/exact-json.js';
import { backoffMs } from './backoff.js';
import { openSocket, streamParameters } from './first-socket.js';
import { Pace } from './pace.js';
import { isThere, whyRefused } from './refusal.js';

const NOTABLE_LAG = 500; // a busy live stream is always a few entries behind, a thinned one those of a moment
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 15_000;
const MOST_OPENING_MS = 10_000;
const WATCH_MS = 5_000;
const MISSED_HEARTBEATS = 2.5;

const FINAL_CLOSES = new Map([
  [1008, 'The server does not allow this connection.'],
  [1009, 'The server found a message of this page too big.'],
  [4400, 'The server and this page do not speak the same protocol. Reload the page.'],
]);

export class Connection {
  #listener;
  #newest; // entries to begin with
  #filter; // as chosen
  #inEffect; // as the listener was told
  #unanswered = []; // filters sent and not yet in effect, oldest first
  #position = null; // where to resume
  #isPaused = false;
  #pausedAt = null; // the position of what the listener has, while some is held
  #held = [];
  #isRefused = false;
  #isJumping = false; // to the live end, as soon as there is a connection

  #socket = null;
  #isGreeted = false;
  #heardAt = 0;
  #mostSilenceMs = MOST_OPENING_MS;
  #pace;

  #failures = 0;
  #retry = null;

  /** `newest`: how many of the newest entries the stream is to begin with. */
  constructor({ filter, newest }, listener) {
    this.#filter = filter;
    this.#newest = newest;
    this.#inEffect = filter;
    this.#listener = listener;
    this.#pace = new Pace(
      (rate) => this.#send({ type: 'rate', ...rate }),
      () => listener.pace(this.#pace),
    );
    setInterval(() => this.#endIfSilent(), WATCH_MS);
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#hurry());
  }

  get isOpen() {
    return this.#isGreeted;
  }

  get isPaused() {
    return this.#isPaused;
  }

  /** Where the stream stands: what comes next is after it; null before it has begun. */
  get position() {
    return this.#pausedAt ?? this.#position;
  }

  /** Begins with a pause at this position, and connects when that is over. */
  beginPaused(position) {
    this.#position = position;
    this.#isPaused = true;
    this.#listener.state({ name: 'paused', lag: 0 });
  }

  /** Connects now, instead of whatever it was waiting for. */
  open() {
    this.#cancelRetry();
    this.#isRefused = false;
    this.#isGreeted = false;
    this.#unanswered = [];
    this.#mostSilenceMs = MOST_OPENING_MS;
    this.#heardAt = Date.now();
    this.#socket = openSocket(this.#parameters(), {
      message: (socket, { data }) => socket === this.#socket && this.#receive(readExactly(data), data.length),
      close: (socket, { code }) => socket === this.#socket && this.#closed(code),
    });
    this.#listener.state({ name: 'connecting' });
    this.#inEffect = this.#filter;
  }

  /** Replaces the filter: on an open connection at one point of the stream, else with the next connection. */
  setFilter(filter) {
    this.#filter = filter;
    this.#held = [];
    if (this.#isGreeted) {
      this.#sendFilter();
    } else if (this.#isRefused) {
      this.open();
    }
  }

  /** Stops at the present position. If the connection is lost meanwhile, it is not taken up again before `resume`. */
  pause() {
    this.#pausedAt ??= this.#position;
    this.#isPaused = true;
    this.#cancelRetry();
    this.#send({ type: 'pause' });
    this.#listener.state({ name: 'paused', lag: 0 });
  }

  /** Goes on at the position where it was paused. */
  resume() {
    this.#pausedAt = null;
    this.#isPaused = false;
    this.#held.splice(0).forEach(([message, size]) => this.#deliver(message, size));
    if (this.#socket === null) {
      this.open();
      return;
    }
    this.#send({ type: 'resume' });
    this.#listener.state({ name: 'catching-up', lag: 0 });
  }

  /** Goes on with what comes from now on; the stream says how much that leaves out. */
  jumpToLive() {
    this.#isJumping = !this.#isGreeted;
    this.#send({ type: 'seek', to: 'live' });
    if (this.#isPaused) {
      this.resume();
    }
  }

  #parameters() {
    return streamParameters({ filter: this.#filter, newest: this.#newest }, this.#position);
  }

  #receive(message, size) {
    this.#heardAt = Date.now();
    switch (message.type) {
      case 'hello':
        return this.#greeted(message);
      case 'entries':
        this.#position = message.next;
        this.#pace.came(message.entries.length);
        return this.#deliver(message, size);
      case 'skipped':
        this.#pace.came(message.count);
        return this.#deliver(message, size);
      case 'gap':
        return this.#deliver(message, size);
      case 'heartbeat':
        this.#position = message.next;
        return this.#listener.state(this.#stateAt(message.lag));
      case 'filter':
        this.#inEffect = this.#unanswered.shift() ?? this.#filter;
        return this.#tellIfSynced();
      case 'error':
        return this.#messageRefused(message);
      default: // a newer server may say more than this page knows
    }
  }

  #greeted(hello) {
    this.#isGreeted = true;
    this.#failures = 0;
    this.#mostSilenceMs = MISSED_HEARTBEATS * hello.heartbeat_ms;
    this.#pace.begin();
    if (this.#position === null && this.#newest === 0) {
      this.#position = hello.head;
    }
    if (this.#isJumping) {
      this.jumpToLive();
    }
    if (this.#inEffect !== this.#filter) {
      this.#sendFilter();
    }
    this.#tellIfSynced();
    if (this.#isPaused) {
      this.pause();
    } else {
      this.#listener.state({ name: 'catching-up', lag: 0 });
    }
  }

  #stateAt(lag) {
    if (this.#isPaused) {
      return { name: 'paused', lag };
    }
    return lag > Math.max(NOTABLE_LAG, this.#pace.perSecond) ? { name: 'catching-up', lag } : { name: 'live' };
  }

  #sendFilter() {
    this.#unanswered.push(this.#filter);
    this.#send({ type: 'filter', ...messageOf(this.#filter) });
  }

  /**
   * What still comes under an older filter than the chosen one is nobody's. What comes before the server has heard of a pause
   * is kept until it is over.
   */
  #deliver(message, size) {
    if (this.#inEffect !== this.#filter) {
      return;
    }
    if (this.#isPaused) {
      this.#held.push([message, size]);
    } else {
      this.#listener.take(message, size);
    }
  }

  #tellIfSynced() {
    if (this.#inEffect === this.#filter) {
      this.#listener.synced();
    }
  }

  #messageRefused(message) {
    // Only a filter holds what a person chose, so only a filter can be refused.
    this.#unanswered.shift();
    this.#listener.refused(message);
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  async #closed(code) {
    const wasGreeted = this.#isGreeted;
    this.#forgetSocket();
    if (FINAL_CLOSES.has(code)) {
      this.#refused(FINAL_CLOSES.get(code));
      return;
    }
    this.#retryLater(code === 1001 ? 'The server is shutting down.' : 'The server cannot be reached.');
    if (wasGreeted) {
      return;
    }
    const refusal = await whyRefused(this.#parameters());
    if (refusal !== null && this.#retry !== null) {
      refusal.isFinal ? this.#refused(refusal.message, refusal) : this.#retrying(refusal.message);
    }
  }

  #endIfSilent() {
    if (this.#socket !== null && Date.now() - this.#heardAt > this.#mostSilenceMs) {
      this.#socket.close(); // not waited for: on a dead network that takes minutes
      this.#forgetSocket();
      this.#retryLater('The server fell silent.');
    }
  }

  #forgetSocket() {
    this.#socket = null;
    this.#isGreeted = false;
  }

  #retryLater(reason) {
    if (this.#isPaused) {
      this.#listener.state({ name: 'paused', reason });
      return;
    }
    this.#retry = setTimeout(() => this.#tryAgain(reason), backoffMs(this.#failures, FIRST_RETRY_MS, LONGEST_RETRY_MS));
    this.#failures += 1;
    this.#retrying(reason);
  }

  /** A browser makes a socket wait for those that failed before, up to a minute; so none is tried before the server answers. */
  async #tryAgain(reason) {
    const retry = this.#retry;
    const isBack = await isThere();
    if (retry === this.#retry) {
      isBack ? this.open() : this.#retryLater(reason);
    }
  }

  #cancelRetry() {
    clearTimeout(this.#retry);
    this.#retry = null;
  }

  #retrying(reason) {
    this.#listener.state({ name: 'reconnecting', reason });
  }

  #refused(reason, refusal = null) {
    this.#cancelRetry();
    this.#isRefused = true;
    this.#listener.state({ name: 'refused', reason, refusal });
  }

  #hurry() {
    if (this.#retry !== null) {
      this.open();
    } else {
      this.#endIfSilent();
    }
  }
}
