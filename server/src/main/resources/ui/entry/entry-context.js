// <entry-context>: what was logged just before an entry and just after it, whatever the filter.

import { LitElement, html, nothing } from 'lit';
import { OPEN_FILTER } from '../filter/filter.js';
import { ask } from '../state/api.js';
import { LIVE } from '../state/view.js';
import { entryRow } from './entry-row.js';
import { tell } from '../state/tell.js';
import { visibleText } from './visible-text.js';

const AT_FIRST = 10;
const MORE = 50;

class EntryContext extends LitElement {
  static properties = {
    entry: { attribute: false },
    look: { attribute: false },
    before: { state: true }, // entries, oldest first; null while they are not known
    after: { state: true },
    isStart: { state: true }, // there is nothing before these
    isEnd: { state: true },
    problem: { state: true },
  };

  #asking = new AbortController();

  constructor() {
    super();
    this.before = null;
    this.after = null;
    this.isStart = false;
    this.isEnd = false;
    this.problem = '';
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#asking.abort();
    this.#asking = new AbortController();
  }

  render() {
    return html`
      <h2>All entries around this one</h2>
      <button type="button" class="quiet" title="The list goes to this entry, without the filter"
        @click=${this.#showWhole}>Go there in the whole log</button>
      ${this.problem === ''
        ? nothing
        : html`<p class="problem" role="alert">The context did not come: ${visibleText(this.problem)}
            <button type="button" @click=${() => this.#begin()}>Try again</button></p>`}
      ${this.before === null ? this.#waiting() : this.#around()}
    `;
  }

  #waiting() {
    return this.problem === '' ? html`<p class="hint">Loading…</p>` : nothing;
  }

  #around() {
    const rows = [...this.before, this.entry, ...this.after].map((entry) => this.#row(entry));
    return html`
      ${this.isStart
        ? html`<p class="hint">Nothing before is kept.</p>`
        : html`<button type="button" class="more" @click=${() => this.#ask(MORE, 0)}>${MORE} more before</button>`}
      <div class="rows" data-lines="cut">${rows}</div>
      ${this.isEnd
        ? html`<p class="hint">Nothing came after, so far.
            <button type="button" class="more" @click=${() => this.#ask(0, MORE)}>Look again</button></p>`
        : html`<button type="button" class="more" @click=${() => this.#ask(0, MORE)}>${MORE} more after</button>`}
    `;
  }

  #row(entry) {
    const settings = { ...this.look.settings, lines: 'cut', details: false, times: 'absolute' };
    const row = entryRow(entry, { ...this.look, settings, now: Date.now() });
    if (entry.id === this.entry.id) {
      row.classList.add('is-this');
      row.ariaCurrent = 'true';
    }
    return row;
  }

  #showWhole() {
    tell(this, 'view-change', { filter: OPEN_FILTER, range: LIVE, entry: this.entry.id });
  }

  async #begin() {
    this.before = null;
    this.after = null;
    await this.#ask(AT_FIRST, AT_FIRST);
  }

  /** Asks for so many more at the two ends of what is known. */
  async #ask(before, after) {
    this.problem = '';
    const edge = (after === 0 ? this.before[0] : before === 0 ? this.after.at(-1) : undefined) ?? this.entry;
    try {
      const answer = await ask(`logs/${edge.id}/context`, { before, after }, this.#asking.signal);
      if (before > 0) {
        this.before = [...answer.before, ...(this.before ?? [])];
        this.isStart = answer.before.length < before;
      }
      if (after > 0) {
        this.after = [...(this.after ?? []), ...answer.after];
        this.isEnd = answer.after.length < after;
      }
      tell(this, 'announce', { text: `${answer.before.length} before and ${answer.after.length} after.` });
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.problem = failure instanceof TypeError ? 'the server cannot be reached.' : failure.message;
      }
    }
  }
}

customElements.define('entry-context', EntryContext);
