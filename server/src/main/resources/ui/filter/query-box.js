// The input for a query: coloured, completed, checked while it is typed, and applied once it is right.
// Tells `query` {q} for one to apply, with {search} if that changes too, and `text` {text} for what is to be searched for as it
// stands.

import { LitElement, html, nothing, svg } from 'lit';
import { live } from 'lit/directives/live.js';
import { coloured } from './coloured.js';
import { DraftCheck } from './draft-check.js';
import { faultLine } from './fault-line.js';
import { sameFilter } from './filter.js';
import { hintLine } from './hint-line.js';
import { HintLookup } from './hint-lookup.js';
import { CLOSED, offerList, stillFitting } from './offer-list.js';
import { OfferLookup } from './offer-lookup.js';
import { placeIn } from './query-check.js';
import { forgetQueries, recentQueries, rememberQuery } from './query-history.js';

const CLOCK = svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/></svg>`;
const FORGET = Object.freeze({ kind: 'forget', label: 'Clear recent queries' });
const OF_FILTER = ['bad_query', 'bad_filter', 'unknown_key'];
const NONE_RECENT = Object.freeze({ kind: 'none', label: 'No query was asked yet.' });

export class QueryBox extends LitElement {
  static properties = {
    view: { attribute: false },
    refusal: { attribute: false },
    draft: { state: true },
    fault: { state: true },
    list: { state: true },
    hint: { state: true },
  };

  #applied = null;
  #isHeld = false; // it could be applied, but somebody is about to complete it
  #check = new DraftCheck((fault) => (this.fault = fault), () => this.#applyAfterPause());
  #lookup = new OfferLookup((offers, span) => this.#offer(offers, span));
  #elsewhere = new HintLookup((hint) => (this.hint = hint));

  constructor() {
    super();
    this.view = null;
    this.refusal = null;
    this.draft = '';
    this.fault = null;
    this.list = CLOSED;
    this.hint = null;
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#check.stop();
    this.#elsewhere.stop();
    this.#close();
  }

  focusInput() {
    this.#input.focus();
    this.#input.select();
  }

  willUpdate(changed) {
    const before = changed.get('view');
    if (changed.has('view') && this.view !== null && !(before && isSameQuestion(before, this.view))) {
      this.#elsewhere.look(this.view);
    }
    const q = this.view?.filter.q ?? '';
    if (changed.has('view') && q !== this.#applied) {
      this.#applied = q;
      if (q !== this.draft.trim()) {
        this.clear();
        this.draft = q;
      }
    }
  }

  render() {
    const fault = this.#shownFault();
    const isHinted = fault === null && this.draft.trim() === this.#applied;
    const { offers, active, label } = this.list;
    return html`<div class="query" ?data-faulty=${fault !== null}>
        <div class="query-text">
          <div class="query-colours" aria-hidden="true">${coloured(this.draft, fault?.at ?? null)}</div>
          <textarea rows="1" aria-label="Query" aria-autocomplete="list" aria-haspopup="listbox" aria-controls="offers"
            aria-activedescendant=${active < 0 ? nothing : `offer-${active}`}
            aria-invalid=${String(fault !== null)} aria-describedby="query-fault" autocomplete="off" autocapitalize="off"
            autocorrect="off" spellcheck="false" enterkeyhint="search"
            placeholder="Words, or service=portal level>=warn status:502 #tag -path:/health" .value=${live(this.draft)}
            @input=${this.#onInput} @keydown=${this.#onKeyDown} @keyup=${this.#onKeyUp} @click=${this.#caretMoved}
            @blur=${this.#onBlur} @scroll=${this.#scrollAlong}></textarea>
        </div>
        ${this.draft === '' ? nothing : html`<button type="button" class="quiet" title="Clear the query" aria-label="Clear the query"
          @mousedown=${keepFocus} @click=${this.#empty}>×</button>`}
        <button type="button" class="quiet" title="Recent queries" aria-label="Recent queries" @mousedown=${keepFocus}
          @click=${this.#toggleRecent}>${CLOCK}</button>
        ${offerList({ offers, active, label, accept: (offer) => this.#accept(offer) })}
      </div>
      <p class="query-fault" id="query-fault" role="status">${faultLine(this.draft, fault, () => this.#searchAsText())}</p>
      <p class="query-hint" role="status">${isHinted ? hintLine(this.hint, (q) => this.#take(q)) : nothing}</p>`;
  }

  updated() {
    this.#scrollAlong();
    this.querySelector('.offers [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    this.#placeList();
    if (this.#isHeld && this.list === CLOSED) {
      this.#typed();
    }
  }

  get #input() {
    return this.querySelector('textarea');
  }

  /** What is wrong with the draft; of one that is not yet finished only once nothing is offered to finish it with. */
  #shownFault() {
    const isApplied = this.draft.trim() === this.#applied;
    if (this.fault !== null) {
      const isUnfinished = this.list !== CLOSED && this.fault.at >= this.draft.trimEnd().length;
      return isUnfinished ? null : { ...this.fault, isOfQuery: true, isApplied };
    }
    if (!isApplied || !OF_FILTER.includes(this.refusal?.code)) {
      return null;
    }
    const at = placeIn(this.draft, this.refusal.position);
    return { message: this.refusal.message ?? this.refusal.error, at, isOfQuery: at !== null, isApplied };
  }

  #onInput() {
    this.draft = this.#input.value;
    this.fault = null;
    this.#typed();
    this.#look(false);
  }

  #typed() {
    this.#isHeld = false;
    this.#check.typed(this.draft);
  }

  /** A value that is only begun would match nothing. */
  #applyAfterPause() {
    const { offers, active, span } = this.list;
    const isBegun = span?.kind === 'value' && !offers.some(({ text }) => text === this.draft.slice(span.start, span.end));
    this.#isHeld = active >= 0 || isBegun;
    if (!this.#isHeld) {
      this.#apply();
    }
  }

  async #applyNow() {
    this.#isHeld = false;
    this.#close();
    if (await this.#check.isRight(this.draft)) {
      rememberQuery(this.draft.trim());
      this.#apply();
    }
  }

  #apply() {
    const q = this.draft.trim();
    if (q !== this.#applied) {
      this.dispatchEvent(new CustomEvent('query', { detail: { q } }));
    }
  }

  clear() {
    this.#check.stop();
    this.#isHeld = false;
    this.draft = '';
    this.fault = null;
    this.#close();
  }

  /** Asks what the hint says, in place of the query and of the text to search for. */
  #take(q) {
    this.clear();
    this.dispatchEvent(new CustomEvent('query', { detail: { q, search: '' } }));
  }

  #searchAsText() {
    const text = this.draft;
    this.clear();
    this.#input.focus();
    this.dispatchEvent(new CustomEvent('text', { detail: { text } }));
  }

  /** Whoever leaves has finished. */
  #onBlur() {
    if (this.draft.trim() === this.#applied) {
      this.#close();
      rememberQuery(this.#applied);
    } else {
      this.#applyNow();
    }
  }

  #onKeyDown(event) {
    if (event.isComposing) {
      return;
    }
    const { offers, active } = this.list;
    const isOpen = offers.length > 0;
    const act = {
      Enter: () => (active >= 0 ? this.#accept(offers[active]) : this.#applyNow()),
      Tab: () => isOpen && !event.shiftKey && this.#accept(offers[Math.max(active, 0)]),
      Escape: () => (isOpen ? this.#close() : this.#input.blur()),
      ArrowDown: () => (isOpen ? this.#move(1) : this.#openByArrow()),
      ArrowUp: () => isOpen && this.#move(-1),
      ' ': () => event.ctrlKey && this.#look(true),
    }[event.key];
    if (act !== undefined && act() !== false) {
      event.preventDefault();
    }
  }

  /** The caret that moves to another word has another completion, in a list that is open. */
  #onKeyUp(event) {
    if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) {
      this.#caretMoved();
    }
  }

  #caretMoved() {
    if (this.list.span !== null) {
      this.#look(false);
    }
  }

  /** From the last offer on to none, and from there to the first. */
  #move(step) {
    const places = this.list.offers.length + 1;
    this.list = { ...this.list, active: ((this.list.active + 1 + step + places) % places) - 1 };
  }

  #openByArrow() {
    if (this.draft === '') {
      return this.#openRecent();
    }
    return this.#input.selectionEnd === this.draft.length && this.#look(true);
  }

  #empty() {
    this.clear();
    this.#input.focus();
    this.#apply();
  }

  #toggleRecent() {
    this.#input.focus();
    this.list.offers.length > 0 ? this.#close() : this.#openRecent();
  }

  #openRecent() {
    this.#close();
    const recent = recentQueries().map((query) => ({ kind: 'recent', text: query, label: query }));
    this.list = { ...CLOSED, offers: recent.length > 0 ? [...recent, FORGET] : [NONE_RECENT], label: 'Recent queries' };
  }

  #look(isAsked) {
    const span = this.#lookup.look({ query: this.draft, caret: this.#input.selectionEnd, view: this.view, isAsked });
    this.list = stillFitting(this.list, span);
  }

  #offer(offers, span) {
    const isHere = document.activeElement === this.#input;
    this.list = isHere && offers.length > 0 ? { offers, active: -1, span, label: 'Completions' } : CLOSED;
  }

  #accept(offer) {
    const { span } = this.list;
    this.#close();
    if (offer.kind === 'forget') {
      forgetQueries();
    } else if (offer.kind === 'recent') {
      this.#replace(0, this.draft.length, offer.text);
      this.#applyNow();
    } else if (span !== null) {
      const isFinished = span.kind === 'value' && !span.isGrouped && span.end === this.draft.length;
      this.#replace(span.start, span.end, isFinished ? `${offer.text} ` : offer.text);
    }
  }

  #replace(start, end, text) {
    this.#input.setRangeText(text, start, end, 'end');
    this.#onInput();
  }

  #close() {
    this.#lookup.stop();
    this.list = CLOSED;
  }

  /** The list stands below what it completes, if it is wide enough there. */
  #placeList() {
    const list = this.querySelector('.offers');
    if (list.hidden) {
      return;
    }
    const box = list.parentElement.getBoundingClientRect();
    const parts = [...this.querySelectorAll('.query-colours [data-start]')];
    const part = parts.findLast((span) => Number(span.dataset.start) <= this.list.span?.start);
    const left = part === undefined ? 0 : part.getBoundingClientRect().left - box.left;
    list.style.left = `${Math.max(0, Math.min(left, box.width - list.offsetWidth))}px`;
  }

  #scrollAlong() {
    this.querySelector('.query-colours').scrollTop = this.#input.scrollTop;
  }
}

function isSameQuestion(one, other) {
  return sameFilter(one.filter, other.filter) && JSON.stringify(one.range) === JSON.stringify(other.range);
}

function keepFocus(event) {
  event.preventDefault();
}

customElements.define('query-box', QueryBox);
