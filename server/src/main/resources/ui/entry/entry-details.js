// <entry-details>: all there is to an entry, below its line in the list.

import { LitElement, html, nothing } from 'lit';
import { OPEN_FILTER } from '../filter/filter.js';
import { addressOf } from '../state/view.js';
import './entry-context.js';
import { asJson, asText } from './entry-text.js';
import { fieldTable } from './field-table.js';
import './message-view.js';
import { tell } from '../state/tell.js';
import { frozen } from '../time/range.js';
import { rangeOf } from '../time/trace-range.js';
import { copy, showColumns } from './value-actions.js';
import { visibleText } from './visible-text.js';

class EntryDetails extends LitElement {
  static properties = {
    entry: { attribute: false },
    look: { attribute: false },
    view: { attribute: false },
    showsContext: { state: true },
  };

  #table = null;

  constructor() {
    super();
    this.showsContext = false;
    this.addEventListener('keydown', (event) => this.#pressed(event));
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('entry')) {
      this.role = 'article'; // it stands in a feed
      this.ariaLabel = `Entry ${this.entry.id}`;
      this.dataset.level = this.entry.level;
      this.#table = fieldTable(this.entry, () => this.look);
    }
  }

  updated() {
    showColumns(this, this.look.columns);
  }

  render() {
    return html`
      ${this.#toolbar()}
      ${this.showsContext ? html`<entry-context .entry=${this.entry} .look=${this.look}></entry-context>` : nothing}
      <message-view .message=${this.entry.message} .look=${this.look}></message-view>
      ${this.#table}
    `;
  }

  #toolbar() {
    const { trace_id: trace } = this.entry;
    return html`
      <div class="toolbar">
        ${this.#copying('Copy JSON', () => asJson(this.entry))}
        ${this.#copying('Copy text', () => asText(this.entry))}
        ${this.view === undefined ? nothing : this.#copying('Copy link', () => this.#link())}
        <button type="button" aria-pressed=${String(this.showsContext)}
          title="What was logged just before and after, without the filter"
          @click=${() => (this.showsContext = !this.showsContext)}>Context</button>
        ${trace === undefined
          ? nothing
          : html`<button type="button" title="All entries of the trace ${visibleText(trace)}"
              @click=${this.#showTrace}>Trace</button>`}
        <button type="button" class="close quiet" aria-label="Close the entry" title="Close (Escape)"
          @click=${this.#close}>✕</button>
      </div>
    `;
  }

  #copying(label, text) {
    return html`<button type="button" @click=${(event) => copy(event.currentTarget, text())}>${label}</button>`;
  }

  #link() {
    const range = frozen(this.view.range, Date.now(), [Date.parse(this.entry.timestamp)]);
    return `${location.origin}${location.pathname}${addressOf({ ...this.view, range, entry: this.entry.id })}`;
  }

  async #showTrace() {
    const { id, trace_id } = this.entry;
    const filter = { ...OPEN_FILTER, trace_id };
    const range = await rangeOf(filter);
    tell(this.isConnected ? this : document, 'view-change', { filter, range, entry: id });
  }

  #pressed(event) {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      this.#close();
    }
  }

  #close() {
    tell(this, 'command', { name: 'close-entry' });
  }
}

customElements.define('entry-details', EntryDetails);
