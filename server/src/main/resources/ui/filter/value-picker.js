// A button that opens the list of all values of a field, with a box to search them by how they begin.
// Tells `choose` {value, isChosen} for each that is ticked or unticked.

import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { visibleText } from '../entry/visible-text.js';
import { compact } from './compact.js';
import { valuesOf } from './value-counts.js';

const SETTLE_MS = 150;
const MOST = 200;
const EDGE = 8;

export class ValuePicker extends LitElement {
  static properties = {
    label: {},
    field: {},
    filter: { attribute: false },
    range: { attribute: false },
    chosen: { attribute: false },
    prefix: { state: true },
    values: { state: true },
    failure: { state: true },
  };

  #timer;
  #running = new AbortController();

  constructor() {
    super();
    this.#forget();
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  willUpdate(changed) {
    if ((changed.has('filter') || changed.has('range')) && this.#isOpen) {
      this.#ask(0);
    }
  }

  render() {
    const list = `${this.field}-values`;
    return html`<button type="button" class="chip quiet" popovertarget=${list}>${this.label}</button>
      <div class="value-list" id=${list} popover role="dialog" aria-label=${`All values of ${this.field}`}
        @beforetoggle=${this.#beforeToggle} @toggle=${this.#toggled} @keydown=${this.#keyDown}>
        <input type="search" placeholder=${`${this.field} begins with…`} aria-label=${`${this.field} begins with`}
          autocomplete="off" spellcheck="false" .value=${this.prefix} @input=${this.#searched}>
        <ul>${this.#rows()}</ul>
      </div>`;
  }

  get #panel() {
    return this.querySelector('.value-list');
  }

  get #isOpen() {
    return this.#panel?.matches(':popover-open') ?? false;
  }

  #rows() {
    if (this.values === null) {
      return html`<li class="quiet-line">${this.failure || 'Looking…'}</li>`;
    }
    const counts = new Map(this.values.map(({ value, count }) => [value, count]));
    const chosen = this.chosen.filter((value) => !counts.has(value) && value.startsWith(this.prefix));
    const shown = [...chosen, ...counts.keys()];
    return html`${repeat(shown, (value) => value, (value) => this.#row(value, counts.get(value) ?? 0))}
      ${shown.length === 0 ? html`<li class="quiet-line">No value begins so.</li>` : nothing}
      ${counts.size >= MOST ? html`<li class="quiet-line">The ${MOST} most frequent; type to see others.</li>` : nothing}`;
  }

  #row(value, count) {
    return html`<li><label title=${visibleText(value)}><input type="checkbox" .checked=${this.chosen.includes(value)}
      @change=${(event) => this.#choose(value, event.target.checked)}><span class="chip-label">${visibleText(value)}</span>
      <span class="chip-count" title=${count.toLocaleString('en')}>${compact(count)}</span></label></li>`;
  }

  #choose(value, isChosen) {
    this.dispatchEvent(new CustomEvent('choose', { detail: { value, isChosen } }));
  }

  #beforeToggle(event) {
    if (event.newState === 'open') {
      this.#ask(0);
    }
  }

  #toggled(event) {
    if (event.newState === 'open') {
      this.#place();
      if (!this.#panel.matches(':focus-within')) {
        this.querySelector('input[type=search]').focus();
      }
    } else {
      this.#stop();
      this.#forget();
    }
  }

  #place() {
    const { left, bottom } = this.querySelector('button').getBoundingClientRect();
    const room = document.documentElement.clientWidth - this.#panel.offsetWidth - EDGE;
    this.#panel.style.left = `${Math.max(EDGE, Math.min(left, room))}px`;
    this.#panel.style.top = `${bottom + EDGE / 2}px`;
    this.#panel.style.maxHeight = `${window.innerHeight - bottom - 2 * EDGE}px`;
  }

  #searched(event) {
    this.prefix = event.target.value;
    this.#ask(SETTLE_MS);
  }

  #keyDown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const stops = [...this.querySelectorAll('.value-list input')];
      stops[stops.indexOf(document.activeElement) + step]?.focus();
      event.preventDefault();
    }
    // A key pressed in here is meant for nothing else on the page; Escape closes the list by itself.
    event.stopPropagation();
  }

  #ask(wait) {
    this.#stop();
    this.#timer = setTimeout(() => this.#look(), wait);
  }

  async #look() {
    const { signal } = (this.#running = new AbortController());
    try {
      const values = await valuesOf(this.field, this.filter, this.range, { prefix: this.prefix, limit: MOST }, signal);
      if (!signal.aborted) {
        this.values = values;
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure.status === undefined ? 'The server does not answer.' : visibleText(failure.message);
        this.values = null;
      }
    }
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  #forget() {
    this.prefix = '';
    this.values = null;
    this.failure = '';
  }
}

customElements.define('value-picker', ValuePicker);
