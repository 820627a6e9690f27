// The page's connection to the log: one tailrace.v1 socket at a time, taken up again at the position where the last one
// ended, so that what it delivers has no gap and no duplicate.
//
// It tells its listener:
//   state({name, …})    connecting · live · catching-up {lag} · paused {lag} or {reason} · reconnecting {reason} ·
//                       refused {reason}
//   entries(list)       the next entries, in order
//   filtered(filter)    this filter holds from here on
//   gap(message), skipped(message), error(message)   as the server sent them

import { parametersOf } from './filter.js';
import { Pace } from './pace.js';
import { refusal } from './refusal.js';

const PROTOCOL = 'tailrace.v1';
const NEWEST_AT_FIRST = 200;
const NOTABLE_LAG = 500; // a busy live stream is always a few entries behind
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
  #filter; // as chosen
  #inEffect; // as the listener was told
  #unanswered = []; // filters sent and not yet in effect, oldest first
  #position = null; // where to resume
  #isPaused = false;
  #isRefused = false;

  #socket = null;
  #isGreeted = false;
  #heardAt = 0;
  #mostSilenceMs = MOST_OPENING_MS;
  #pace = new Pace((most) => this.#send({ type: 'rate', max_per_second: most }));

  #failures = 0;
  #retry = null;

  constructor(filter, listener) {
    this.#filter = filter;
    this.#inEffect = filter;
    this.#listener = listener;
    setInterval(() => this.#endIfSilent(), WATCH_MS);
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#hurry());
  }

  get isPaused() {
    return this.#isPaused;
  }

  /** Connects now, instead of whatever it was waiting for. */
  open() {
    this.#cancelRetry();
    this.#isRefused = false;
    this.#isGreeted = false;
    this.#unanswered = [];
    this.#mostSilenceMs = MOST_OPENING_MS;
    this.#heardAt = Date.now();
    const socket = new WebSocket(this.#address(), PROTOCOL);
    this.#socket = socket;
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
    this.#listener.state({ name: 'connecting' });
    this.#tellFilter(this.#filter);
  }

  /** Replaces the filter: on an open connection at one point of the stream, else with the next connection. */
  setFilter(filter) {
    this.#filter = filter;
    if (this.#isGreeted) {
      this.#sendFilter();
    } else if (this.#isRefused) {
      this.open();
    }
  }

  /** Stops at the present position. If the connection is lost meanwhile, it is not taken up again before `resume`. */
  pause() {
    this.#isPaused = true;
    this.#cancelRetry();
    this.#send({ type: 'pause' });
    this.#listener.state({ name: 'paused', lag: 0 });
  }

  /** Goes on at the position where it was paused. */
  resume() {
    this.#isPaused = false;
    if (this.#socket === null) {
      this.open();
      return;
    }
    this.#send({ type: 'resume' });
    this.#listener.state({ name: 'catching-up', lag: 0 });
  }

  #address() {
    const address = new URL('ws/logs', document.baseURI);
    address.protocol = address.protocol.replace('http', 'ws');
    address.search = this.#parameters();
    return address;
  }

  #parameters() {
    const parameters = parametersOf(this.#filter);
    if (this.#position === null) {
      parameters.set('last', NEWEST_AT_FIRST);
    } else {
      parameters.set('after', this.#position);
    }
    return parameters;
  }

  #receive(message) {
    this.#heardAt = Date.now();
    switch (message.type) {
      case 'hello':
        return this.#greeted(message);
      case 'entries':
        this.#position = message.next;
        this.#pace.came(message.entries.length);
        return this.#listener.entries(message.entries);
      case 'heartbeat':
        this.#position = message.next;
        return this.#listener.state(this.#stateAt(message.lag));
      case 'filter':
        return this.#tellFilter(this.#unanswered.shift() ?? this.#filter);
      case 'gap':
        return this.#listener.gap(message);
      case 'skipped':
        return this.#listener.skipped(message);
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
    if (this.#inEffect !== this.#filter) {
      this.#sendFilter();
    }
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
    return lag > NOTABLE_LAG ? { name: 'catching-up', lag } : { name: 'live' };
  }

  #sendFilter() {
    this.#unanswered.push(this.#filter);
    this.#send({ type: 'filter', ...this.#filter });
  }

  #tellFilter(filter) {
    if (filter !== this.#inEffect) {
      this.#inEffect = filter;
      this.#listener.filtered(filter);
    }
  }

  #messageRefused(message) {
    // Only a filter holds what a person chose, so only a filter can be refused. The one in effect stays.
    this.#unanswered.shift();
    if (this.#unanswered.length === 0) {
      this.#filter = this.#inEffect;
    }
    this.#listener.error(message);
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
    const answer = await refusal(this.#parameters());
    if (answer !== null && this.#retry !== null) {
      answer.isFinal ? this.#refused(answer.reason) : this.#retrying(answer.reason);
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
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    // Jitter, so that a thousand pages do not come back in the same instant.
    this.#retry = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
    this.#retrying(reason);
  }

  #cancelRetry() {
    clearTimeout(this.#retry);
    this.#retry = null;
  }

  #retrying(reason) {
    this.#listener.state({ name: 'reconnecting', reason });
  }

  #refused(reason) {
    this.#cancelRetry();
    this.#isRefused = true;
    this.#listener.state({ name: 'refused', reason });
  }

  #hurry() {
    if (this.#retry !== null) {
      this.open();
    } else {
      this.#endIfSilent();
    }
  }
}
