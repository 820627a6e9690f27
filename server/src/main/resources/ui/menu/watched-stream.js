// A connection to the log that only counts what matches one filter, from now on, and knows the newest of it. At most one
// entry a second is sent to it; the stream says how many it left out.
//
// It tells its listener:
//   came(count, newest)   so many more matched; `newest` is the last of them, or null while it is not known
//   trouble(reason)       why nothing comes at present; '' when all is well again

import { parametersOf } from '../filter/filter.js';
import { backoffMs } from '../stream/backoff.js';
import { openSocket } from '../stream/first-socket.js';
import { whyRefused } from '../stream/refusal.js';

const PER_SECOND = 1;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const MOST_OPENING_MS = 10_000;
const MISSED_HEARTBEATS = 2.5;

export class WatchedStream {
  #filter;
  #listener;
  #position = null; // where to go on; null for what comes from now on
  #socket = null;
  #mostSilenceMs = MOST_OPENING_MS;
  #silence = null;
  #retry = null;
  #failures = 0;
  #hurry = () => this.#retry !== null && this.#open();

  constructor(filter, listener) {
    this.#filter = filter;
    this.#listener = listener;
    addEventListener('online', this.#hurry);
    this.#open();
  }

  end() {
    removeEventListener('online', this.#hurry);
    clearTimeout(this.#retry);
    this.#leave();
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#socket = openSocket(this.#parameters(), {
      message: (socket, { data }) => socket === this.#socket && this.#receive(JSON.parse(data)),
      close: (socket) => socket === this.#socket && this.#lost('The server cannot be reached.'),
    });
    this.#mostSilenceMs = MOST_OPENING_MS;
    this.#heard();
  }

  #parameters() {
    const parameters = parametersOf(this.#filter);
    if (this.#position !== null) {
      parameters.set('after', this.#position);
    }
    return parameters;
  }

  #receive(message) {
    if (message.type === 'hello') {
      this.#mostSilenceMs = MISSED_HEARTBEATS * message.heartbeat_ms;
      this.#position ??= message.head;
      this.#failures = 0;
      this.#socket.send(JSON.stringify({ type: 'rate', max_per_second: PER_SECOND }));
      this.#listener.trouble('');
    } else if (message.type === 'entries') {
      this.#listener.came(message.entries.length, message.entries.at(-1));
    } else if (message.type === 'skipped') {
      this.#listener.came(message.count, null);
    }
    this.#position = message.next ?? this.#position;
    this.#heard();
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost('The server fell silent.'), this.#mostSilenceMs);
  }

  #leave() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  async #lost(reason) {
    this.#leave();
    const retry = setTimeout(() => this.#open(), backoffMs(this.#failures, FIRST_RETRY_MS, LONGEST_RETRY_MS));
    this.#failures += 1;
    this.#retry = retry;
    this.#listener.trouble(reason);
    const refusal = await whyRefused(this.#parameters());
    if (refusal !== null && this.#retry === retry) {
      this.#listener.trouble(refusal.message);
      if (refusal.isFinal) {
        clearTimeout(retry);
        this.#retry = null;
      }
    }
  }
}
