// <entry-context>: what was logged just before an entry and just after it, whatever the filter: all of it, or what is of the
// same service, host or trace. Its rows open.

import { LitElement, html, nothing } from 'lit';
import { OPEN_FILTER, parametersOf } from '../filter/filter.js';
import { valueText } from '../filter/quoting.js';
import { ask } from '../state/api.js';
import { LIVE } from '../state/view.js';
import { entryRow } from './entry-row.js';
import { valueAt } from './field.js';
import { tell } from '../state/tell.js';
import { visibleText } from './visible-text.js';

const AT_FIRST = 10;
const MORE = 50;
const HOSTS = ['host', 'hostname', 'host.name', 'node', 'pod', 'instance'].flatMap((key) => [
  `metadata.${key}`,
  ...(key.includes('.') ? [`metadata."${key}"`] : []),
]);

class EntryContext extends LitElement {
  static properties = {
    entry: { attribute: false },
    look: { attribute: false },
    before: { state: true }, // entries, oldest first; null while they are not known
    after: { state: true },
    isStart: { state: true }, // there is nothing before these
    isEnd: { state: true },
    problem: { state: true },
    kin: { state: true }, // the name of what those around it have in common with it; '' for all
    open: { state: true }, // ids of the rows that are open
  };

  #asking = new AbortController();

  constructor() {
    super();
    this.before = null;
    this.after = null;
    this.isStart = false;
    this.isEnd = false;
    this.problem = '';
    this.kin = '';
    this.open = new Set();
    this.addEventListener('command', (event) => this.#closeRow(event));
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
      <h2>Entries around this one</h2>
      <span class="kin" role="group" aria-label="Which of them">
        ${[['', 'all'], ...kinOf(this.entry)].map(([name, label]) => this.#choice(name, label))}
      </span>
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
    const rows = [...this.before, this.entry, ...this.after].flatMap((entry) => [this.#row(entry), ...this.#details(entry)]);
    return html`
      ${this.isStart
        ? html`<p class="hint">Nothing before is kept.</p>`
        : html`<button type="button" class="more" @click=${() => this.#ask(MORE, 0)}>${MORE} more before</button>`}
      <div class="rows" data-lines="cut" @click=${this.#clicked} @keydown=${this.#pressed}>${rows}</div>
      ${this.isEnd
        ? html`<p class="hint">Nothing came after, so far.
            <button type="button" class="more" @click=${() => this.#ask(0, MORE)}>Look again</button></p>`
        : html`<button type="button" class="more" @click=${() => this.#ask(0, MORE)}>${MORE} more after</button>`}
    `;
  }

  #choice(name, label) {
    return html`<button type="button" aria-pressed=${String(this.kin === name)} @click=${() => this.#choose(name)}>${label}</button>`;
  }

  #choose(name) {
    this.kin = name;
    this.#begin();
  }

  #clicked(event) {
    const row = event.target.closest('.entry');
    const isOfRow = event.target.closest('entry-details') === this.closest('entry-details');
    if (row !== null && isOfRow && event.target.closest('button, a') === null && getSelection().isCollapsed) {
      this.#toggle(Number(row.dataset.id));
    }
  }

  #pressed(event) {
    if (event.key === 'Enter' && event.target.matches('.entry')) {
      event.preventDefault();
      this.#toggle(Number(event.target.dataset.id));
    }
  }

  #toggle(id) {
    if (id !== this.entry.id) {
      this.open = this.open.has(id) ? new Set([...this.open].filter((other) => other !== id)) : new Set([...this.open, id]);
    }
  }

  #closeRow(event) {
    const { entry } = event.target;
    if (event.detail.name === 'close-entry' && this.open.has(entry?.id)) {
      event.stopPropagation();
      this.#toggle(entry.id);
    }
  }

  #details(entry) {
    return this.open.has(entry.id) ? [html`<entry-details .entry=${entry} .look=${this.look}></entry-details>`] : [];
  }

  #row(entry) {
    const settings = { ...this.look.settings, lines: 'cut', details: false, times: 'absolute' };
    const row = entryRow(entry, { ...this.look, settings, now: Date.now() });
    row.tabIndex = 0;
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
    this.#asking.abort();
    this.#asking = new AbortController();
    this.before = null;
    this.after = null;
    await this.#ask(AT_FIRST, AT_FIRST);
  }

  /** Asks for so many more at the two ends of what is known. */
  async #ask(before, after) {
    this.problem = '';
    const edge = (after === 0 ? this.before[0] : before === 0 ? this.after.at(-1) : undefined) ?? this.entry;
    try {
      const parameters = [...parametersOf(filterOf(this.entry, this.kin)), ['before', before], ['after', after]];
      const answer = await ask(`logs/${edge.id}/context`, parameters, this.#asking.signal);
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

/** What the entries around one may have in common with it: `[name, label]` for each thing that it has. */
function kinOf(entry) {
  return [
    ['service', 'same service'],
    ...(hostOf(entry) === null ? [] : [['host', 'same host']]),
    ...(entry.trace_id === undefined ? [] : [['trace', 'same trace']]),
  ];
}

function filterOf(entry, kin) {
  switch (kin) {
    case 'service':
      return { ...OPEN_FILTER, q: `service:${valueText(entry.service)}` };
    case 'host':
      return { ...OPEN_FILTER, q: `${hostOf(entry).field}:${valueText(hostOf(entry).value)}` };
    case 'trace':
      return { ...OPEN_FILTER, trace_id: entry.trace_id };
    default:
      return OPEN_FILTER;
  }
}

/** `{field, value}` of where an entry says on which machine it happened; null if it does not. */
function hostOf(entry) {
  const field = HOSTS.find((name) => typeof valueAt(entry, name) === 'string');
  return field === undefined ? null : { field, value: valueAt(entry, field) };
}

customElements.define('entry-context', EntryContext);
