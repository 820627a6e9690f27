// <log-list>: the entries of the view, live and past in one list. It keeps the place of the reader, follows the newest
// entry while the reader is at the end, and loads pages at either end when the reader comes near it.
//
// Events: `opened` {id}, null when an entry was closed; `emptied` and `filled` {}, once it is certain that there is
// nothing to show, and when there is again; `reading` {unseen}: how many came since the reader left the end, null when they
// are there; `settings-change` for the widths of columns.

import { tell } from '../state/tell.js';
import { drawHeads, gridOf } from './column-heads.js';
import { DrawTimer } from './draw-timer.js';
import { LogWindow } from './log-window.js';
import { NewestPill } from './newest-pill.js';
import { OpenEntries } from './open-entries.js';
import { RowMaker } from './row-maker.js';
import { VirtualRows } from './virtual-rows.js';

const NEAR_SCREENS = 1.5; // so close to an end, its next page is loaded
const RELATIVE_MS = 5000;

class LogList extends HTMLElement {
  /** Whether a flood is being thinned: then it is drawn less often. */
  isCalm = false;

  #window;
  #virtual;
  #heads = document.createElement('div');
  #view = document.createElement('div');
  #pill = new NewestPill(() => this.toNewest());
  #maker;
  #shownView = null;
  #selected = null; // the key of a row
  #open = new OpenEntries((id) => this.#toggle(this.#rowOf(id)));
  #wasEmpty = false;
  #toldUnseen = null;
  #seenResets = 0;
  #drawing = new DrawTimer(() => this.#draw());

  /** Builds the list; `ask(parameters, signal)` answers pages of the present view. */
  begin(ask) {
    this.#window = new LogWindow(ask, () => this.#changed());
    this.#maker = new RowMaker(this.#window, this.#open, (row) => this.#toggle(row));
    const space = document.createElement('div');
    const shown = document.createElement('div');
    this.#heads.className = 'heads';
    this.#view.className = 'view';
    this.#view.tabIndex = 0;
    this.#view.role = 'feed';
    this.#view.ariaLabel = 'Log entries, the newest last';
    space.className = 'space';
    shown.className = 'shown';
    space.append(shown);
    this.#view.append(space);
    this.append(this.#heads, this.#view, this.#pill.element);
    this.#virtual = new VirtualRows({
      view: this.#view,
      space,
      shown,
      make: (row) => this.#maker.make(row, row.key === this.#selected),
      moved: () => this.#moved(),
    });
    this.#view.addEventListener('click', (event) => this.#clicked(event));
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
    this.style.setProperty('--columns', gridOf(view.columns, settings.widths));
    drawHeads(this.#heads, view.columns, settings.widths, (...resized) => this.#resized(...resized));
    this.#open.show(look, view);
    this.#virtual.forgetDrawn();
    this.#changed();
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

  /** Fills itself around an entry, and opens that. Answers whether it is there. */
  async showEntry(id) {
    this.#restart();
    this.#virtual.isFollowing = false;
    await this.#window.showAround(id, this.#isFixed);
    const row = this.#rowOf(id);
    if (row !== undefined) {
      this.#open.toggle(id);
      row.isChanged = true; // it may have been drawn while it was closed
      this.#selected = id;
      this.#draw();
      this.#virtual.reveal(this.#indexOf(id), true);
      this.#draw();
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
    if (!this.isFollowing && !this.#isFixed) {
      this.#pill.came(message.type === 'skipped' ? message.count : (message.entries?.length ?? 0));
    }
    this.#window.take(message, characters);
    this.#showPill();
  }

  toNewest() {
    this.#virtual.follow();
    if (this.#window.newer === 'more' || this.#window.newer === 'failed') {
      this.#window.showNewest(this.#isFixed);
    }
    this.#draw();
  }

  async toOldest() {
    this.#virtual.stay();
    if (this.#window.older !== 'end') {
      await this.#window.showOldest(this.#isFixed);
    }
    this.#draw();
    this.#virtual.reveal(0);
    this.#select(this.#window.rows[0]);
  }

  /** Stays where it is, or follows. */
  toggleFollow() {
    if (this.isFollowing) {
      this.#virtual.stay();
      this.#showPill();
    } else {
      this.toNewest();
    }
  }

  /** Selects the next row (1) or the one before (-1). */
  move(step) {
    const rows = this.#window.rows;
    const now = rows.findIndex(({ key }) => key === this.#selected);
    const bottom = this.isFollowing ? rows.length : rows.indexOf(this.#virtual.top);
    const next = now >= 0 ? now + step : this.isFollowing ? rows.length - 1 : Math.max(0, bottom);
    this.#select(rows[Math.max(0, Math.min(rows.length - 1, next))]);
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

  /** Closes the selected entry; says whether it was open. */
  closeSelected() {
    return this.#open.has(this.#selected) && (this.toggleSelected(), true);
  }

  get #isFixed() {
    return this.#shownView.range.kind === 'fixed';
  }

  #restart() {
    this.#selected = null;
    this.#open.clear();
    this.#virtual.follow();
    this.#showPill();
  }

  #select(row) {
    if (row === undefined) {
      return;
    }
    this.#drawnRow(this.#selected)?.classList.remove('is-selected');
    this.#selected = row.key;
    this.#virtual.reveal(this.#indexOf(row.key));
    this.#draw();
    this.#drawnRow(row.key)?.classList.add('is-selected');
    this.#focusRow(row.key);
    this.#showPill();
  }

  #focusRow(key) {
    this.#drawnRow(key)?.querySelector('.entry, button')?.focus({ preventScroll: true });
  }

  #drawnRow(key) {
    return this.#virtual.elementOf(key);
  }

  #rowOf(key) {
    return this.#window.rows.find((row) => row.key === key);
  }

  /** The index among the drawn rows, of which the first is the edge. */
  #indexOf(key) {
    return 1 + this.#window.rows.findIndex((row) => row.key === key);
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
      this.#draw();
      this.#virtual.reveal(this.#indexOf(row.key));
      this.#draw();
    }
  }

  #clicked(event) {
    const element = event.target.closest('.row');
    if (element === null || event.defaultPrevented || event.target.closest('button, a, input, entry-details, [popover]')) {
      return;
    }
    const isSelecting = !getSelection().isCollapsed && element.contains(getSelection().anchorNode);
    const row = this.#window.rows.find(({ key }) => String(key) === element.dataset.key);
    if (row !== undefined && !isSelecting) {
      this.#toggle(row);
    }
  }

  /** Draws soon; answers the index of the row that the reader is at. */
  #changed() {
    this.#drawing.soon(this.isCalm && this.isFollowing);
    const rows = this.#window.rows;
    return this.isFollowing ? rows.length - 1 : Math.max(0, rows.indexOf(this.#virtual.top));
  }

  #draw() {
    this.#drawing.drawn();
    if (this.#maker.look === null) {
      return;
    }
    if (this.#window.resets > this.#seenResets) {
      this.#seenResets = this.#window.resets;
      this.#open.clear();
      this.#virtual.forgetDrawn();
    }
    this.#virtual.draw(this.#maker.rows());
    this.#view.ariaBusy = String(this.#window.older === 'loading' || this.#window.newer === 'loading');
    this.#showPill();
    this.#tellIfEmpty();
    this.#loadNearEnds();
  }

  #tellIfEmpty() {
    const isEmpty = this.#window.isEmpty && this.#window.isSettled;
    if (isEmpty !== this.#wasEmpty) {
      this.#wasEmpty = isEmpty;
      tell(this, isEmpty ? 'emptied' : 'filled', {});
    }
  }

  #loadNearEnds() {
    const near = NEAR_SCREENS * this.#view.clientHeight;
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
    this.#changed();
  }

  #showPill() {
    this.#pill.show(!this.isFollowing && !this.#window.isEmpty);
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
    if (this.#maker.look?.settings.times === 'relative' && !document.hidden) {
      this.#maker.updateTimes((key) => this.#drawnRow(key));
    }
  }

  #resized(name, width, isDone) {
    const widths = { ...this.#maker.look.settings.widths };
    width === undefined ? delete widths[name] : (widths[name] = width);
    if (isDone) {
      tell(this, 'settings-change', { widths });
    } else {
      this.style.setProperty('--columns', gridOf(this.#maker.look.columns, widths));
    }
  }
}

customElements.define('log-list', LogList);
