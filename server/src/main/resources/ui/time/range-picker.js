// <range-picker>: which time the view shows, and the choice of another; whether times are local or UTC, absolute or
// relative.    .view .settings    tells `view-change`, `settings-change`

import { html, LitElement, nothing } from 'lit';
import { follow, pathOf } from '../state/link.js';
import { addressOf, LIVE } from '../state/view.js';
import { tell } from '../state/tell.js';
import { lengthText } from './duration.js';
import { moved, rangeText, spanOf } from './range.js';
import { zoomedOut } from './zoom.js';
import './range-form.js';

const BACKS = ['5m', '15m', '1h', '6h', '24h', '2d', '7d'];
const CHOICES = [LIVE, ...BACKS.map((back) => ({ kind: 'last', back }))];
const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const SWITCHES = [
  { name: 'zone', label: 'Clock', options: [['local', 'Local'], ['utc', 'UTC']] },
  { name: 'times', label: 'Times in the list', options: [['absolute', 'Absolute'], ['relative', 'Relative']] },
];

class RangePicker extends LitElement {
  static properties = {
    view: { attribute: false },
    settings: { attribute: false },
    isOpen: { state: true },
  };

  #resized = () => this.isOpen && this.#place();

  constructor() {
    super();
    this.isOpen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('resize', this.#resized);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('resize', this.#resized);
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (this.view === undefined || this.settings === undefined) {
      return nothing;
    }
    const { range } = this.view;
    const isFixed = range.kind === 'fixed';
    const text = rangeText(range, this.settings.zone, Date.now());
    return html`
      <span class="window">
        ${isFixed ? this.#step(-1, '‹', 'Earlier: by the width of the range') : nothing}
        <button class="range" popovertarget="range-choice" aria-haspopup="dialog" aria-expanded=${this.isOpen}
          aria-label="Time range: ${text}" title="Choose the time range">
          ${text}<span class="twist" aria-hidden="true"></span>
        </button>
        ${isFixed ? this.#step(1, '›', 'Later: by the width of the range') : nothing}
      </span>
      ${isFixed ? this.#besideFixed() : nothing}
      <div id="range-choice" popover role="dialog" aria-label="Time range" @toggle=${this.#toggled}
        @range-chosen=${(event) => this.#choose(event.detail)}>
        ${this.isOpen ? this.#content() : nothing}
      </div>`;
  }

  #besideFixed() {
    return html`
      <button class="widen" title="Back to the range that was zoomed into, or twice as wide" @click=${this.#widen}>Zoom out</button>
      <a class="button back" href=${this.#pathTo(LIVE)} @click=${follow(() => this.#show(LIVE))}>Back to live</a>`;
  }

  #step(widths, sign, label) {
    const range = moved(this.view.range, widths);
    return html`<a class="button step" href=${this.#pathTo(range)} aria-label=${label} title=${label}
      @click=${follow(() => this.#show(range))}>${sign}</a>`;
  }

  #pathTo(range) {
    return pathOf(addressOf({ ...this.view, range, entry: null }));
  }

  #content() {
    const { range } = this.view;
    return html`
      <div class="ranges" role="group" aria-label="Up to now">
        ${CHOICES.map((choice) => html`<button aria-pressed=${same(choice, range)} @click=${() => this.#choose(choice)}>
          ${choice.kind === 'live' ? 'Live' : lengthText(choice.back)}
        </button>`)}
      </div>
      <range-form .range=${range} .zone=${this.settings.zone}></range-form>
      ${SWITCHES.map((one) => this.#switch(one))}`;
  }

  #switch({ name, label, options }) {
    return html`<div class="switch" role="group" aria-label=${label}>
      <span>${label}</span>
      ${options.map(([value, text]) => html`<button aria-pressed=${this.settings[name] === value}
        title=${value === 'local' ? LOCAL_ZONE : nothing} @click=${() => tell(this, 'settings-change', { [name]: value })}>
        ${text}
      </button>`)}
    </div>`;
  }

  async #toggled(event) {
    this.isOpen = event.newState === 'open';
    await this.updateComplete;
    if (this.isOpen) {
      this.#place();
      (this.querySelector('.ranges [aria-pressed=true]') ?? this.querySelector('#range-from')).focus();
    }
  }

  /** Below its button, within the window. */
  #place() {
    const choice = this.querySelector('#range-choice');
    const button = this.querySelector('.range').getBoundingClientRect();
    const left = Math.min(button.left, document.documentElement.clientWidth - choice.offsetWidth - 8);
    choice.style.left = `${Math.max(8, left)}px`;
    choice.style.top = `${button.bottom + 4}px`;
  }

  #widen() {
    this.#show(zoomedOut(this.view.range, Date.now()));
  }

  #choose(range) {
    this.querySelector('#range-choice').hidePopover();
    this.#show(range);
  }

  #show(range) {
    if (!same(range, this.view.range)) {
      tell(this, 'view-change', { range, entry: null });
      tell(this, 'announce', { text: `Time range: ${rangeText(range, this.settings.zone, Date.now())}` });
    }
  }
}

function same(one, other) {
  return one.kind === other.kind && one.back === other.back && spanText(one) === spanText(other);
}

function spanText(range) {
  return range.kind === 'fixed' ? Object.values(spanOf(range, 0)).join() : '';
}

customElements.define('range-picker', RangePicker);
