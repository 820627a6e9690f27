// The part of the log that the page holds: rows without a hole between them, from some older entry to some newer one. It
// grows at both ends, by pages from the query route and, at its newer end, by the stream, and loses rows at the end that
// is farther from the reader, so that its size does not grow with time.
//
// A page and the stream are joined by id. A question sees everything that the stream has delivered before it was asked;
// what the stream delivers while it is under way is held, and of that only what is newer than the page is added.
//
// A range that is fixed is in the order of when entries happened, so that one that was sent late stands where it belongs; the
// stream, and what is joined with it, is in the order of ids.
//
//   older   'waiting' (for what the stream begins with) · 'more' · 'loading' · 'failed' · 'end'
//   newer   'stream' (what comes is added) · 'more' · 'loading' · 'failed' · 'end' (the range ends there)

import { entryRow, firstIdOf, gapRow, isError, lastIdOf, skippedRow } from './rows.js';

const PAGE = 200;
const MOST_ROWS = 3000;
const KEPT_ROWS = 2400;
const MOST_CHARACTERS = 24_000_000;
const KEPT_CHARACTERS = 16_000_000;
const MOST_HELD = 2000;

export class LogWindow {
  rows = [];
  older = 'more';
  newer = 'stream';
  /** How often another log began, whose ids are not those of before. */
  resets = 0;
  /** Nothing newer than this id is asked for; null for no such bound. */
  upTo = null;
  /** Why the last page did not come: an Error, or null. */
  failure = null;

  #ask;
  #changed;
  #isFixed = false;
  #weight = 0;
  #streamed = 0; // the highest id that the stream has told of
  #held = null; // what the stream brought while a page is under way that it may have to be joined with
  #heldEntries = 0;
  #leaving = new AbortController();

  /**
   * `ask(parameters, signal)` answers `{entries, next}` of the query route for the present filter and range.
   * `changed(readersRow)` is called after each change; it answers which row the reader is at, for what to let go.
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** The newest id that has come; 0 if none has. */
  get newestId() {
    return this.newer === 'stream' ? Math.max(this.#streamed, this.#lastId()) : this.#streamed;
  }

  /** Whether there is nothing to show; that another log began, and is empty, is nothing. */
  get isEmpty() {
    return this.rows.every(({ kind, reason }) => kind === 'gap' && reason === 'reset');
  }

  get isSettled() {
    return this.older === 'end' && (this.newer === 'stream' || this.newer === 'end') && this.#held === null;
  }

  /** Begins anew, empty: the stream brings the newest entries by itself. */
  startLive() {
    this.#forget(false);
    this.older = 'waiting';
    this.#changed();
  }

  /** The stream has brought all that it had. */
  settle() {
    if (this.older === 'waiting') {
      this.older = 'more';
      this.#changed();
    }
  }

  /** Begins anew with the newest page; for a range that is fixed, the stream is left out. */
  async showNewest(isFixed) {
    this.#forget(isFixed);
    this.#hold();
    await this.#load('older', { order: this.#down }, ({ entries, next, weight }) => {
      this.older = next === null ? 'end' : 'more';
      this.newer = isFixed ? 'end' : 'stream';
      this.#prepend(entries.reverse(), weight);
      this.#join();
    });
  }

  /** Begins anew with the page that ends at this entry; in a fixed range, which has places in time, it must be in the view. */
  async showAround(id, isFixed) {
    this.#forget(isFixed);
    this.newer = 'more';
    let before = id + 1;
    if (isFixed) {
      await this.#load('older', { order: 'desc', before: id + 1, after: id - 1 }, ({ entries }) => {
        this.older = 'more';
        before = entries.length === 0 ? null : `${entries[0].timestamp}:${id + 1}`;
      });
    }
    if (this.older === 'failed') {
      return;
    }
    if (before === null) {
      await this.showNewest(isFixed);
      return;
    }
    await this.#load('older', { order: this.#down, before }, ({ entries, next, weight }) => {
      this.older = next === null ? 'end' : 'more';
      this.#prepend(entries.reverse(), weight);
    });
    await this.loadNewer();
  }

  /** Begins anew with the oldest page. */
  async showOldest(isFixed) {
    this.#forget(isFixed);
    this.older = 'end';
    this.newer = 'more';
    await this.loadNewer();
  }

  /** Asks again for a page that did not come. */
  retry() {
    if (this.older === 'failed' || this.newer === 'failed') {
      this.older = this.older === 'failed' ? 'more' : this.older;
      this.newer = this.newer === 'failed' ? 'more' : this.newer;
      this.#changed();
    }
  }

  async loadOlder() {
    if ((this.older !== 'more' && this.older !== 'failed') || this.newer === 'loading') {
      return;
    }
    if (this.rows.length === 0) {
      await this.showNewest(this.#isFixed);
      return;
    }
    await this.#load('older', this.beyond(false), ({ entries, next, weight }) => {
      this.older = next === null ? 'end' : 'more';
      this.#prepend(entries.reverse(), weight);
    });
  }

  async loadNewer() {
    if ((this.newer !== 'more' && this.newer !== 'failed') || this.older === 'loading') {
      return;
    }
    this.#hold();
    const after = this.rows.length > 0 ? { after: this.#placeOf(this.rows.at(-1), lastIdOf) } : {};
    await this.#load('newer', { order: this.#up, ...after }, ({ entries, next, weight }) => {
      this.#append(entries, weight);
      const isAtEnd = next === null && this.#heldEntries <= MOST_HELD;
      this.newer = isAtEnd ? (this.#isFixed ? 'end' : 'stream') : 'more';
      isAtEnd ? this.#join() : this.#dropHeld();
    });
  }

  /** Puts the newest page of what was left out in its place; what is still left out stays one row before it. */
  async openSkipped(row) {
    if (row.isLoading) {
      return;
    }
    row.isLoading = true;
    row.isChanged = true;
    this.#changed();
    const leaving = this.#leaving;
    try {
      const page = await this.#page({ order: 'desc', after: row.from - 1, before: row.to + 1 }, leaving.signal);
      const at = this.rows.indexOf(row);
      if (at >= 0) {
        this.#replaceSkipped(row, at, page);
      }
    } catch (failure) {
      row.failure = failure;
    }
    row.isLoading = false;
    row.isChanged = true;
    this.#changed();
  }

  /** What the stream brought: `{type: 'entries', entries}`, `{type: 'skipped', …}` or `{type: 'gap', …}`. */
  take(message, characters) {
    this.#streamed = message.entries?.at(-1)?.id ?? message.to ?? this.#streamed;
    if (this.#held !== null) {
      this.#heldEntries += message.entries?.length ?? 1;
      if (this.#heldEntries <= MOST_HELD) {
        this.#held.push([message, characters]);
      }
    } else if (this.newer === 'stream') {
      this.settle();
      this.#add(message, characters);
      this.#letGo(this.#changed());
    }
  }

  #forget(isFixed) {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#isFixed = isFixed;
    this.rows = [];
    this.#weight = 0;
    this.older = 'more';
    this.newer = isFixed ? 'end' : 'stream';
    this.failure = null;
    this.#dropHeld();
  }

  #hold() {
    this.#held = [];
    this.#heldEntries = 0;
  }

  #dropHeld() {
    this.#held = null;
    this.#heldEntries = 0;
  }

  /** Adds what was held, if the stream goes on where the page ends; with too much held, the rest is asked for instead. */
  #join() {
    const held = this.#held ?? [];
    const isWhole = this.#heldEntries <= MOST_HELD;
    this.#dropHeld();
    if (this.#isFixed) {
      return;
    }
    if (isWhole) {
      held.forEach(([message, characters]) => this.#add(message, characters));
    } else {
      this.newer = 'more';
    }
  }

  #add(message, characters) {
    const lastId = this.#lastId();
    switch (message.type) {
      case 'entries':
        this.#append(
          message.entries.filter(({ id }) => id > lastId),
          characters / message.entries.length,
        );
        break;
      case 'skipped':
        this.#addSkipped(message, lastId);
        break;
      case 'gap':
        this.#addGap(message, lastId);
        break;
    }
  }

  #addSkipped(skipped, lastId) {
    if (skipped.to <= lastId) {
      return;
    }
    // A page may reach into what was left out. How many of that are on it cannot be told, so they make way.
    while (this.rows.length > 0 && lastIdOf(this.rows.at(-1)) >= skipped.from) {
      this.#weight -= this.rows.pop().weight;
    }
    const newest = this.rows.at(-1);
    if (newest?.kind === 'skipped') {
      newest.to = skipped.to;
      newest.count += skipped.count;
      newest.errors += skipped.errors ?? 0;
      newest.isChanged = true;
    } else {
      this.rows.push(skippedRow(skipped));
    }
  }

  #addGap(gap, lastId) {
    if (gap.reason === 'reset') {
      this.resets += 1;
      this.rows = [gapRow(gap)];
      this.#weight = 0;
      this.older = 'end';
    } else if (gap.to > lastId) {
      this.rows.push(gapRow(gap));
    }
  }

  #append(entries, weight) {
    for (const entry of entries) {
      this.rows.push(entryRow(entry, weight));
    }
    this.#weight += entries.length * weight;
  }

  #prepend(entries, weight) {
    this.rows = entries.map((entry) => entryRow(entry, weight)).concat(this.rows);
    this.#weight += entries.length * weight;
  }

  #replaceSkipped(row, at, { entries, next, weight }) {
    const opened = entries.reverse().map((entry) => entryRow(entry, weight));
    row.count -= opened.length;
    row.errors = Math.max(0, row.errors - opened.filter(({ entry }) => isError(entry)).length);
    row.failure = undefined;
    const isEmptied = next === null || row.count <= 0;
    if (!isEmptied) {
      row.to = opened[0].entry.id - 1;
    }
    this.rows.splice(isEmptied ? at : at + 1, isEmptied ? 1 : 0, ...opened);
    this.#weight += opened.length * weight;
  }

  /** What lies beyond the rows, of which there are some, at one end: the parameters that ask for it. */
  beyond(isDown) {
    return isDown
      ? { order: this.#up, after: this.#placeOf(this.rows.at(-1), lastIdOf) }
      : { order: this.#down, before: this.#placeOf(this.rows[0], firstIdOf) };
  }

  get #up() {
    return this.#isFixed ? 'time_asc' : 'asc';
  }

  get #down() {
    return this.#isFixed ? 'time_desc' : 'desc';
  }

  /** What a page is asked for by that begins beside a row. */
  #placeOf(row, idOf) {
    return this.#isFixed ? `${row.entry.timestamp}:${row.entry.id}` : idOf(row);
  }

  #lastId() {
    return this.rows.length === 0 ? 0 : lastIdOf(this.rows.at(-1));
  }

  async #load(side, parameters, place) {
    const leaving = this.#leaving;
    this[side] = 'loading';
    this.#changed();
    try {
      const page = await this.#page(parameters, leaving.signal);
      if (leaving === this.#leaving) {
        this.failure = null;
        place(page);
        this.#letGo(this.#changed());
      }
    } catch (failure) {
      if (leaving === this.#leaving) {
        this.failure = failure;
        this[side] = 'failed';
        this.newer === 'stream' ? this.#join() : this.#dropHeld();
        this.#changed();
      }
    }
  }

  async #page(parameters, signal) {
    const bound = this.upTo === null || this.#isFixed ? {} : { before: this.upTo + 1 };
    const { entries, next, characters } = await this.#ask({ limit: PAGE, ...bound, ...parameters }, signal);
    return { entries, next, weight: characters / Math.max(1, entries.length) };
  }

  /** Lets rows go at the end that is farther from the reader. */
  #letGo(readersRow) {
    if (this.rows.length <= MOST_ROWS && this.#weight <= MOST_CHARACTERS) {
      return;
    }
    const isReaderNearEnd = readersRow >= this.rows.length / 2;
    const mayGo = isReaderNearEnd ? readersRow - PAGE / 2 : this.rows.length - readersRow - PAGE / 2;
    let gone = 0;
    while (gone < mayGo && (this.rows.length - gone > KEPT_ROWS || this.#weight > KEPT_CHARACTERS)) {
      this.#weight -= this.rows.at(isReaderNearEnd ? gone : -1 - gone).weight;
      gone += 1;
    }
    if (gone === 0) {
      return;
    }
    if (isReaderNearEnd) {
      this.rows.splice(0, gone);
      this.older = 'more';
    } else {
      this.rows.length -= gone;
      this.newer = 'more';
    }
    this.#changed();
  }
}
