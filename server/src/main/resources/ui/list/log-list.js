// <log-list>: the entries of the view, live and past in one list. It keeps the place of the reader, follows the newest
// entry while the reader is at the end, holds still while somebody points at a row, and loads pages at either end when
// the reader comes near it.
//
// Events: `opened` {id}, null when an entry was closed; `emptied` and `filled` {}, once it is certain that there is
// nothing to show, and when there is again; `reading` {unseen}: how many came since the reader left the end, null when they
// are there; `sight` {from}, see #tellSight; `settings-change` for the widths of columns; `announce` {text}.

import { tell } from '../state/tell.js';
import { DrawTimer } from './draw-timer.js';
import { Hold } from './hold.js';
import { ListFrame } from './list-frame.js';
import { ListWords } from './list-words.js';
import { LogWindow } from './log-window.js';
import { NewestPill } from './newest-pill.js';
import { OpenEntries } from './open-entries.js';
import { RowChoice } from './row-choice.js';
import { RowMaker } from './row-maker.js';
import { isError } from './rows.js';
import { Seeker } from './seeker.js';
import { VirtualRows } from './virtual-rows.js';

const NEAR_SCREENS = 1.5; // so close to an end, its next page is loaded
const RELATIVE_MS = 5000;

class LogList extends HTMLElement {
  /** Whether a flood is being thinned: then it is drawn less often. */
  isCalm = false;

  #window;
  #virtual;
  #hold;
  #seeker;
  #frame;
  #pill = new NewestPill(() => this.toNewest());
  #words = new ListWords();
  #chosen;
  #maker;
  #shownView = null;
  #timeCharacters = 0;
  #selected = null; // the key of a row
  #open = new OpenEntries((id) => this.#toggle(this.#rowOf(id)));
  #wasEmpty = false;
  #toldUnseen = null;
  #sight = null;
  #seenResets = 0;
  #drawing = new DrawTimer(() => this.#draw());

  /** Builds the list; `ask(parameters, signal)` answers pages of the present view. */
  begin(ask) {
    this.#window = new LogWindow(ask, () => this.#changed());
    this.#seeker = new Seeker(this.#window, ask);
    this.#maker = new RowMaker(this.#window, this.#open, (row) => this.#toggle(row));
    this.#frame = new ListFrame(this);
    const { view, heads, space, shown } = this.#frame;
    this.#chosen = new RowChoice({
      window: this.#window,
      seeker: this.#seeker,
      view,
      shows: () => this.#shownView,
      say: (text) => this.say(text),
      changed: () => this.#changed(),
    });
    this.append(this.#words.element, this.#chosen.element, this.#pill.element);
    this.#virtual = new VirtualRows({
      view,
      above: heads,
      space,
      shown,
      make: (row) => this.#maker.make(row, row.key === this.#selected),
      moved: () => this.#moved(),
      pinned: () => (this.#hold.hasSelection ? [getSelection().anchorNode, getSelection().focusNode] : []),
    });
    this.#hold = new Hold(view, () => this.#held());
    view.addEventListener('click', (event) => this.#clicked(event));
    view.addEventListener('mousedown', (event) => event.shiftKey && isOnRow(event.target) && event.preventDefault());
    setInterval(() => this.#refreshTimes(), RELATIVE_MS);
  }

  get isFollowing() {
    return this.#virtual.isFollowing;
  }

  get hasRows() {
    return !this.#window.isEmpty;
  }

  /** How rows look from now on: `{view, settings, words}`. */
  set look({ view, settings, words }) {
    this.#shownView = view;
    const look = { columns: view.columns, settings, words, now: Date.now() };
    this.#maker.show(look, view);
    this.#measure(settings.widths);
    this.#frame.showHeads(view.columns, settings.widths, (...resized) => this.#resized(...resized));
    this.#open.show(look, view);
    this.#virtual.forgetDrawn();
    this.#changed();
  }

  /** How many entries came since the page was paused; null while it is not. */
  set pausedWith(lag) {
    this.#words.pausedWith = lag;
  }

  /** The newest id that has come; 0 if none has. */
  get newestId() {
    return this.#window.newestId;
  }

  /** Nothing newer than this id is asked for; null for no such bound. */
  set upTo(id) {
    this.#window.upTo = id;
  }

  /** Starts empty; the stream brings the newest entries. */
  startLive() {
    this.#restart();
    this.#window.startLive();
  }

  /** Fills itself with the newest entries of the view. */
  refill() {
    this.#restart();
    return this.#window.showNewest(this.#isFixed);
  }

  /** Fills itself with the oldest entries of the view, and shows the first of them. */
  async fillFromOldest() {
    this.#restart();
    this.#virtual.stay();
    await this.#window.showOldest(this.#isFixed);
    this.#draw();
    this.#frame.view.scrollTop = 0;
  }

  /** Fills itself around an entry, and opens that. Answers whether it is there. */
  async showEntry(id) {
    await this.#goTo(id);
    const row = this.#rowOf(id);
    if (row !== undefined) {
      this.#open.toggle(id);
      row.isChanged = true; // it may have been drawn while it was closed
      this.#selected = id;
      this.#draw();
      this.#virtual.reveal(id, true);
      this.#draw();
      customElements.whenDefined('entry-details').then(() => requestAnimationFrame(() => this.#revealDetails(row)));
    }
    return row !== undefined;
  }

  /** The stream has brought all that it begins with, or does not come. */
  settle() {
    this.#window.settle();
  }

  /** The server is there again. */
  retry() {
    this.#window.retry();
  }

  /** What the stream brought. */
  take(message, characters) {
    if (!this.#isMoving && !this.#isFixed) {
      this.#pill.came(message.type === 'skipped' ? message.count : (message.entries?.length ?? 0));
    }
    this.#window.take(message, characters);
    this.#showPill();
  }

  toNewest() {
    this.#hold.release();
    this.#follow();
  }

  async toOldest() {
    this.#virtual.stay();
    if (this.#window.older !== 'end') {
      await this.#window.showOldest(this.#isFixed);
    }
    this.#draw();
    this.#virtual.reveal('older');
    this.#select(this.#window.rows[0]);
  }

  /** Stays where it is, or follows. */
  toggleFollow() {
    if (this.#isMoving) {
      this.#virtual.stay();
      this.#showPill();
    } else {
      this.toNewest();
    }
  }

  /** Selects the next row (1) or the one before (-1). */
  move(step) {
    const rows = this.#window.rows;
    const now = this.#selectedIndex;
    const bottom = this.isFollowing ? rows.length : rows.indexOf(this.#virtual.top);
    const next = now >= 0 ? now + step : this.isFollowing ? rows.length - 1 : Math.max(0, bottom);
    this.#select(rows[Math.max(0, Math.min(rows.length - 1, next))]);
  }

  /** Chooses the next row (1) or the one before (-1) too, to be copied with the others. */
  extend(step) {
    const from = this.#chosen.end ?? this.#selected;
    this.move(step);
    if (this.#selected !== null) {
      this.#choose(from, this.#selected);
    }
  }

  /** Goes to the next error (1) or the one before (-1). */
  toError(step) {
    return this.#seek(step, isError, { min_level: leastError(this.#shownView.filter) }, 'error');
  }

  /** Goes to the next entry (1) or the one before (-1) whose message has what is searched for. */
  toMatch(step) {
    const { words } = this.#maker.look;
    if (words.length === 0) {
      this.say('No words are searched for. Type some into the filter.');
      return undefined;
    }
    const isMatch = ({ message }) => words.some((word) => message.toLowerCase().includes(word));
    return this.#seek(step, isMatch, {}, 'match');
  }

  /** Opens the selected row, or closes it. */
  toggleSelected() {
    const row = this.#rowOf(this.#selected);
    if (row !== undefined) {
      this.#toggle(row);
    }
  }

  /** The selected entry; undefined if none is. */
  get selectedEntry() {
    return this.#rowOf(this.#selected)?.entry;
  }

  /** Closes the selected entry, or forgets what was chosen. */
  leave() {
    if (this.#hold.hasSelection) {
      getSelection().removeAllRanges();
    } else if (!this.#chosen.isEmpty) {
      this.#chosen.clear();
      this.#changed();
    } else if (this.#open.has(this.#selected)) {
      this.toggleSelected();
    }
  }

  /** Opens an entry that the list holds, or closes it, without a word to anybody; says whether it could. */
  setOpen(id, isOpen) {
    const row = this.#rowOf(id);
    if (row !== undefined && this.#open.has(id) !== isOpen) {
      this.#open.toggle(id);
      row.isChanged = true;
      this.#select(row);
    }
    return row !== undefined;
  }

  /** Copies the chosen rows, those too that the page does not hold; says whether there are any. */
  copyChosen() {
    return this.#chosen.copy();
  }

  get #isFixed() {
    return this.#shownView.range.kind === 'fixed';
  }

  /** Whether rows that come move those that are in sight. */
  get #isMoving() {
    return this.isFollowing && !this.#hold.isHeld;
  }

  get #selectedIndex() {
    return this.#window.rows.findIndex(({ key }) => key === this.#selected);
  }

  #follow() {
    this.#virtual.follow();
    if (this.#window.newer === 'more' || this.#window.newer === 'failed') {
      this.#window.showNewest(this.#isFixed);
    }
    this.#draw();
  }

  /** A pointer, or text that is selected, holds the rows where they are, or does so no more. */
  #held() {
    const { isHeld, row } = this.#hold;
    this.#virtual.hold(isHeld, this.#rowAt(row)?.key);
    if (!isHeld && this.isFollowing) {
      this.#follow();
    }
  }

  #restart() {
    this.#selected = null;
    this.#chosen.clear();
    this.#open.clear();
    this.#hold.release();
    this.#virtual.follow();
    this.#showPill();
  }

  async #goTo(id) {
    this.#restart();
    this.#virtual.isFollowing = false;
    await this.#window.showAround(id, this.#isFixed);
  }

  async #seek(step, isWanted, parameters, what) {
    const { rows } = this.#window;
    const top = rows.indexOf(this.#virtual.top);
    const from = this.#selectedIndex >= 0 ? this.#selectedIndex : this.isFollowing ? rows.length : top - Math.max(0, step);
    try {
      const id = await this.#seeker.find(step, from, isWanted, parameters);
      if (id === null) {
        this.say(`No ${step > 0 ? 'later' : 'earlier'} ${what} in this view.`);
        return;
      }
      if (this.#rowOf(id) === undefined) {
        await this.#goTo(id);
        this.#draw();
      }
      this.#select(this.#rowOf(id));
    } catch (failure) {
      this.say(failure instanceof TypeError ? 'The server cannot be reached.' : failure.message);
    }
  }

  /** Says something in passing, for eyes and ears. */
  say(text) {
    this.#words.inPassing(text);
    tell(this, 'announce', { text });
  }

  #select(row) {
    if (row === undefined) {
      return;
    }
    this.#drawnRow(this.#selected)?.classList.remove('is-selected');
    this.#selected = row.key;
    if (!this.#virtual.has(row.key)) {
      this.#draw();
    }
    this.#virtual.reveal(row.key);
    this.#draw();
    this.#drawnRow(row.key)?.classList.add('is-selected');
    this.#drawnRow(row.key)?.querySelector('.entry, button')?.focus({ preventScroll: true });
    this.#showPill();
  }

  #choose(from, to) {
    this.#chosen.extend(from, to);
    this.#virtual.stay();
    this.#draw();
    tell(this, 'announce', { text: this.#chosen.element.textContent });
  }

  #drawnRow(key) {
    return this.#virtual.elementOf(key);
  }

  #rowOf(key) {
    return this.#window.rows.find((row) => row.key === key);
  }

  /** The row whose element has this key, which is text there. */
  #rowAt(key) {
    return this.#window.rows.find((row) => String(row.key) === key);
  }

  #toggle(row) {
    if (row.kind === 'skipped') {
      this.#virtual.stay();
      this.#window.openSkipped(row);
      return;
    }
    if (row.kind !== 'entry') {
      return;
    }
    const isOpen = this.#open.toggle(row.key);
    row.isChanged = true;
    this.#select(row);
    requestAnimationFrame(() => this.#revealDetails(row));
    tell(this, 'opened', { id: isOpen ? row.key : null });
  }

  /** Once its details are as high as they are. */
  #revealDetails(row) {
    if (row.key === this.#selected) {
      this.#virtual.drawAnew();
      this.#virtual.reveal(row.key);
      this.#draw();
    }
  }

  #clicked(event) {
    const press = this.#hold.pressOf(event);
    if (press === null || event.defaultPrevented || !isOnRow(press.target)) {
      return;
    }
    const row = this.#rowAt(press.key);
    if (row === undefined || this.#hold.hasSelection) {
      return;
    }
    if (event.shiftKey && row.kind === 'entry') {
      this.#choose(this.#selected, row.key);
    } else {
      this.#chosen.clear();
      this.#toggle(row);
    }
  }

  /** Draws soon; answers the index of the row that the reader is at. */
  #changed() {
    this.#drawing.soon(this.isCalm, this.#isMoving);
    const rows = this.#window.rows;
    return this.#isMoving ? rows.length - 1 : Math.max(0, rows.indexOf(this.#virtual.top));
  }

  #draw() {
    this.#drawing.drawn();
    if (this.#maker.look === null) {
      return;
    }
    if (this.#window.resets > this.#seenResets) {
      this.#seenResets = this.#window.resets;
      this.#open.clear();
      this.#chosen.clear();
      this.#virtual.forgetDrawn();
    }
    this.#virtual.draw(this.#maker.rows());
    if (this.#maker.timeCharacters > this.#timeCharacters) {
      this.#measure(this.#maker.look.settings.widths);
    }
    this.#chosen.show(this.#virtual.elements);
    this.#frame.showDay(this.#virtual.aboveTop('day')?.text);
    this.#frame.view.ariaBusy = String(this.#window.older === 'loading' || this.#window.newer === 'loading');
    this.#showPill();
    this.#tellIfEmpty();
    this.#tellSight();
    this.#loadNearEnds();
  }

  /** From which time on entries are in sight; null while the newest are followed. */
  #tellSight() {
    const at = this.isFollowing ? null : this.#virtual.top?.entry?.timestamp;
    if (at !== undefined && at !== this.#sight) {
      this.#sight = at;
      tell(this, 'sight', { from: at === null ? null : Date.parse(at) });
    }
  }

  #tellIfEmpty() {
    const isEmpty = this.#window.isEmpty && this.#window.isSettled;
    if (isEmpty !== this.#wasEmpty) {
      this.#wasEmpty = isEmpty;
      tell(this, isEmpty ? 'emptied' : 'filled', {});
    }
  }

  #loadNearEnds() {
    const near = NEAR_SCREENS * this.#frame.view.clientHeight;
    if (this.#window.older === 'more' && this.#virtual.pixelsAbove < near) {
      this.#window.loadOlder();
    } else if (this.#window.newer === 'more' && this.#virtual.pixelsBelow < near) {
      this.#window.loadNewer();
    }
  }

  #moved() {
    const { newer } = this.#window;
    if (this.isFollowing && newer !== 'stream' && newer !== 'end') {
      this.#virtual.stay(); // the end of what is loaded is not the end
    }
    this.#hold.scrolled();
    this.#changed();
  }

  #showPill() {
    this.#pill.show(!this.isFollowing && !this.#window.isEmpty, this.#hold.isHeld);
    this.#tellUnseen();
  }

  #tellUnseen() {
    const unseen = this.#pill.element.hidden ? null : this.#pill.unseen;
    if (unseen !== this.#toldUnseen) {
      this.#toldUnseen = unseen;
      tell(this, 'reading', { unseen });
    }
  }

  #refreshTimes() {
    if (this.#maker.look?.settings.times === 'relative' && !document.hidden && !this.#hold.isHeld) {
      this.#maker.updateTimes((key) => this.#drawnRow(key));
    }
  }

  #measure(widths) {
    this.#timeCharacters = this.#maker.timeCharacters;
    this.#frame.measure(this.#maker.look.columns, widths, this.#timeCharacters);
  }

  #resized(name, width, isDone) {
    const widths = { ...this.#maker.look.settings.widths };
    width === undefined ? delete widths[name] : (widths[name] = width);
    if (isDone) {
      tell(this, 'settings-change', { widths });
    } else {
      this.#measure(widths);
    }
  }
}

/** Whether it is a row's own, and nothing in it that has a meaning of its own when it is clicked. */
function isOnRow(element) {
  return element.closest('.row') !== null && element.closest('button, a, input, entry-details, [popover]') === null;
}

/** Errors are what is asked for, unless the filter keeps to what is worse. */
function leastError(filter) {
  return filter.min_level === 'fatal' ? 'fatal' : 'error';
}

customElements.define('log-list', LogList);
