// <range-form>: from and to as a person types them, or picks them from the browser's calendar.
//   .range .zone    tells `range-chosen` with a range

import { html, LitElement, nothing, svg } from 'lit';
import { fieldText } from './moment-text.js';
import { backOf, momentOf, NoMoment } from './moment.js';
import { fixedRange, spanOf } from './range.js';

const NAMES = { from: 'From', to: 'To' };
const CALENDAR = svg`<path d="M2 3.5h12v10.5H2zM2 6.5h12M5 1.5v3.5M11 1.5v3.5" fill="none" stroke="currentColor"></path>`;

class RangeForm extends LitElement {
  static properties = {
    range: { attribute: false },
    zone: { attribute: false },
    /** What is wrong with which field, `{field, text}`, or null. */
    error: { state: true },
  };

  /** What the person typed, by field; a field that is not in it shows the range that is on. */
  #typed = {};

  constructor() {
    super();
    this.error = null;
  }

  createRenderRoot() {
    return this;
  }

  /** Forgets what was typed. */
  reset() {
    this.#typed = {};
    this.error = null;
    this.requestUpdate();
  }

  render() {
    return html`<form novalidate @submit=${this.#submit}>
      ${['from', 'to'].map((field) => this.#field(field))}
      <button class="apply">Show this range</button>
      <p class="hint">2026-11-22 10:00, 10:00:30, -15m or now; ${this.zone === 'utc' ? 'in UTC' : 'in local time'}</p>
    </form>`;
  }

  #field(field) {
    const error = this.error?.field === field ? this.error.text : null;
    return html`<div class="field">
      <label for="range-${field}">${NAMES[field]}</label>
      <input id="range-${field}" type="text" autocomplete="off" spellcheck="false" .value=${this.#text(field)}
        aria-invalid=${error !== null} aria-describedby="range-${field}-error"
        @input=${(event) => this.#type(field, event.target.value)}>
      <button type="button" class="quiet calendar" aria-label="Pick ${NAMES[field]} from a calendar"
        @click=${() => this.#pick(field)}><svg viewBox="0 0 16 16" aria-hidden="true">${CALENDAR}</svg></button>
      <input class="picked" type="datetime-local" step="1" tabindex="-1" aria-hidden="true"
        @input=${(event) => this.#takePicked(field, event.target.value)}>
      <p id="range-${field}-error" class="error" role="alert">${error ?? nothing}</p>
    </div>`;
  }

  #text(field) {
    return this.#typed[field] ?? fieldText(spanOf(this.range, Math.floor(Date.now() / 1000) * 1000)[field], this.zone);
  }

  #type(field, text) {
    this.#typed[field] = text;
    this.error = null;
    this.requestUpdate();
  }

  #pick(field) {
    const picked = this.querySelector(`#range-${field} ~ .picked`);
    try {
      picked.value = fieldText(momentOf(this.#text(field), this.zone, Date.now()), this.zone).replace(' ', 'T');
    } catch {
      picked.value = ''; // what is typed so far is no time: the calendar opens at today
    }
    picked.showPicker();
  }

  #takePicked(field, value) {
    if (value !== '') {
      this.#type(field, value.replace('T', ' '));
    }
  }

  #submit(event) {
    event.preventDefault();
    const range = this.#chosen(Date.now());
    if (range !== null) {
      this.dispatchEvent(new CustomEvent('range-chosen', { detail: range, bubbles: true }));
    }
  }

  /** The range of both fields, or null after saying why there is none. */
  #chosen(now) {
    const back = backOf(this.#text('from'));
    if (back !== null && this.#text('to').trim().toLowerCase() === 'now') {
      return { kind: 'last', back };
    }
    const [from, to] = ['from', 'to'].map((field) => this.#moment(field, now));
    if (this.error !== null) {
      return null;
    }
    return from < to ? fixedRange(from, to) : this.#refuse('from', 'From must be before to');
  }

  #moment(field, now) {
    try {
      return momentOf(this.#text(field), this.zone, now);
    } catch (failure) {
      if (!(failure instanceof NoMoment)) {
        throw failure;
      }
      return this.error?.field === 'from' ? null : this.#refuse(field, `${NAMES[field]} ${failure.message}`);
    }
  }

  #refuse(field, text) {
    this.error = { field, text };
    this.querySelector(`#range-${field}`).focus();
    return null;
  }
}

customElements.define('range-form', RangeForm);
