// Everything that matches the filter in the chosen time, as a file: how many entries that is, and a link for each format.

import { LitElement, html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';
import { describe, parametersOf } from '../filter/filter.js';
import { ask } from '../state/api.js';
import { counted } from '../state/counted.js';
import { boundsOf } from '../state/view.js';
import { heading, PanelPlace } from './panel-place.js';

const FORMATS = [
  { format: 'ndjson', title: 'NDJSON', about: 'one JSON object a line, as they came' },
  { format: 'csv', title: 'CSV', about: 'for a spreadsheet: no cell is a formula' },
  { format: 'csv', csv: 'raw', title: 'Raw cells', about: 'the same with cells as they are, for programs' },
  { format: 'parquet', title: 'Parquet', about: 'for DuckDB, pandas and the like' },
];

class ExportPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    isOpen: { state: true },
    total: { state: true }, // of entries, or null while it is not known
    problem: { state: true },
  };

  #asking = new AbortController();

  constructor() {
    super();
    this.total = null;
    this.problem = '';
    new PanelPlace(this, () => this.#count());
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('view') && this.isOpen) {
      this.#count();
    }
  }

  render() {
    return this.isOpen
      ? html`
          ${heading(this, 'Export')}
          <p>${sentence(this.view)}</p>
          <p class="count" role="status">${this.#size()}</p>
          ${this.problem === '' ? FORMATS.map((format) => this.#link(format)) : nothing}
          <p class="hint">Oldest first. It is streamed: the download begins at once, however large it is.</p>
        `
      : nothing;
  }

  #size() {
    if (this.problem !== '') {
      return visibleText(this.problem);
    }
    if (this.total === null) {
      return 'Counting…';
    }
    return this.total === 0 ? 'No entry matches: the file would be empty.' : `${counted(this.total)} at this moment.`;
  }

  #link({ format, csv, title, about }) {
    return html`
      <a class="button format" download href="api/logs/export?${this.#parameters(format, csv)}"><b>${title}</b> <span>${about}</span></a>
    `;
  }

  #parameters(format, csv) {
    const parameters = wanted(this.view);
    parameters.set('format', format);
    if (csv !== undefined) {
      parameters.set('csv', csv);
    }
    return parameters.toString();
  }

  async #count() {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.total = null;
    this.problem = '';
    try {
      const { total } = await ask('logs/stats', wanted(this.view), signal);
      this.total = signal.aborted ? this.total : total;
    } catch (refusal) {
      if (!signal.aborted) {
        this.problem = refusal.status === undefined ? 'The server cannot be reached.' : refusal.message;
      }
    }
  }
}

function wanted({ filter, range }) {
  const parameters = parametersOf(filter);
  Object.entries(boundsOf(range)).forEach(([name, value]) => parameters.set(name, value));
  return parameters;
}

function sentence({ filter, range }) {
  return visibleText(`What is shown here: ${describe(filter)}${SPANS[range.kind](range)}.`);
}

const SPANS = {
  live: () => ', as far back as they are kept',
  last: ({ back }) => `, of the last ${back}`,
  fixed: ({ from, to }) => `, from ${from} to ${to}`,
};

customElements.define('export-panel', ExportPanel);
