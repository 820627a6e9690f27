// The columns between time and message: which ones, and in which order.

import { LitElement, html, nothing } from 'lit';
import { canBeColumn } from '../entry/field.js';
import { visibleText } from '../entry/visible-text.js';
import { parametersOf } from '../filter/filter.js';
import { ask } from '../state/api.js';
import { boundsOf, USUAL_COLUMNS } from '../state/view.js';
import { fieldsIn } from './fields-seen.js';
import { heading, PanelPlace } from './panel-place.js';
import { tell } from '../state/tell.js';

const FIELDS = ['level', 'service', 'tags', 'user_id', 'trace_id', 'span_id', 'id', 'created_at'];
const ENTRIES_ASKED = 100;
const MOST_COLUMNS = 20;
const MOST_OFFERED = 200;

class ColumnsPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    isOpen: { state: true },
    seen: { state: true }, // {entries, fields}, or null while nothing is known
    typed: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    this.seen = null;
    this.typed = '';
    this.problem = '';
    new PanelPlace(this, () => this.#learn());
  }

  createRenderRoot() {
    return this;
  }

  render() {
    return this.isOpen ? this.#content() : nothing;
  }

  #content() {
    const { columns } = this.view;
    return html`
      ${heading(this, 'Columns')}
      <p class="hint">The time comes first, the message last; between them:</p>
      <ol class="chosen">
        ${columns.map((column, at) => this.#chosen(column, at))}
      </ol>
      ${columns.length === 0 ? html`<p>Nothing.</p>` : nothing}
      <p>
        <button type="button" ?disabled=${columns.join() === USUAL_COLUMNS.join()}
          @click=${() => this.#choose(USUAL_COLUMNS)}>Usual columns</button>
      </p>
      <h3 id="offered-title">Add a field</h3>
      <form class="row" @submit=${this.#addTyped}>
        <input type="text" aria-label="Find or type a field" placeholder="Find, or type metadata.…" autocomplete="off"
          spellcheck="false" maxlength="200" .value=${this.typed} @input=${this.#typing}>
        <button>Add</button>
      </form>
      <p class="problem" role="alert">${visibleText(this.problem)}</p>
      ${this.#offers()}
    `;
  }

  #chosen(column, at) {
    const name = visibleText(column);
    const last = this.view.columns.length - 1;
    return html`
      <li>
        <bdi class="field">${name}</bdi>
        <button type="button" class="quiet" aria-label="Move ${name} earlier" title="Earlier" ?disabled=${at === 0}
          @click=${() => this.#move(at, at - 1)}>↑</button>
        <button type="button" class="quiet" aria-label="Move ${name} later" title="Later" ?disabled=${at === last}
          @click=${() => this.#move(at, at + 1)}>↓</button>
        <button type="button" class="quiet" aria-label="Remove ${name}" title="Remove"
          @click=${() => this.#remove(at)}>✕</button>
      </li>
    `;
  }

  #offers() {
    const offered = this.#offered();
    const found = offered.filter(({ field }) => field.toLowerCase().includes(this.typed.trim().toLowerCase()));
    return html`
      <ul class="offered" aria-labelledby="offered-title">
        ${found.slice(0, MOST_OFFERED).map(
          ({ field, count }) => html`
            <li>
              <button type="button" class="quiet" @click=${() => this.#add(field)}>
                <bdi class="field">${visibleText(field)}</bdi> <span class="seen">${this.#share(count)}</span>
              </button>
            </li>
          `,
        )}
      </ul>
      <p class="hint">${this.#aboutOffers(found.length)}</p>
    `;
  }

  #aboutOffers(found) {
    if (found > MOST_OFFERED) {
      return `And ${found - MOST_OFFERED} more: type to find them.`;
    }
    return found === 0 && this.typed !== '' ? 'No field of that name was seen; Add takes it anyway.' : '';
  }

  #offered() {
    const seen = this.seen?.fields ?? [];
    const counts = new Map(seen.map(({ field, count }) => [field, count]));
    const fixed = FIELDS.map((field) => ({ field, count: counts.get(field) ?? 0 }));
    const others = seen.filter(({ field }) => !FIELDS.includes(field));
    return [...fixed, ...others].filter(({ field }) => !this.view.columns.includes(field));
  }

  #share(count) {
    return this.seen === null || this.seen.entries === 0 ? '' : `in ${count} of ${this.seen.entries}`;
  }

  /** Asks what fields the newest entries of this view have. Without an answer the fixed ones are offered. */
  async #learn() {
    this.typed = '';
    this.problem = '';
    try {
      const { filter, range } = this.view;
      const bounds = Object.entries({ ...boundsOf(range), limit: ENTRIES_ASKED });
      const { entries } = await ask('logs', [...parametersOf(filter), ...bounds]);
      this.seen = { entries: entries.length, fields: fieldsIn(entries) };
    } catch {
      this.seen = null;
    }
  }

  #typing(event) {
    this.typed = event.target.value;
    this.problem = '';
  }

  #addTyped(event) {
    event.preventDefault();
    const typed = this.typed.trim();
    const field = typed === 'tag' ? 'tags' : typed;
    if (canBeColumn(field) && field !== 'metadata.') {
      this.#add(field);
    } else {
      this.problem = problemOf(field);
    }
  }

  #add(field) {
    const { columns } = this.view;
    if (columns.includes(field)) {
      this.problem = `${field} is a column already.`;
    } else if (columns.length >= MOST_COLUMNS) {
      this.problem = `There are ${MOST_COLUMNS} columns already; remove one first.`;
    } else {
      this.typed = '';
      this.problem = '';
      this.#choose([...columns, field]);
      tell(this, 'announce', { text: `Column ${visibleText(field)} added.` });
    }
  }

  async #move(from, to) {
    const columns = [...this.view.columns];
    columns.splice(to, 0, ...columns.splice(from, 1));
    this.#choose(columns);
    tell(this, 'announce', { text: `${visibleText(columns[to])} is column ${to + 1} of ${columns.length}.` });
    await this.#focusInRow(to, to > from ? 1 : 0);
  }

  async #remove(at) {
    const { columns } = this.view;
    this.#choose(columns.filter((_, index) => index !== at));
    await this.#focusInRow(Math.min(at, columns.length - 2), 2);
  }

  /** The focus stays with what was moved, or beside what was removed, for a person without a mouse. */
  async #focusInRow(row, button) {
    await this.updateComplete;
    const buttons = [...(this.querySelectorAll('.chosen li')[row]?.querySelectorAll('button') ?? [])];
    (buttons[button]?.disabled === false ? buttons[button] : buttons.find(({ disabled }) => !disabled) ?? this).focus();
  }

  #choose(columns) {
    tell(this, 'view-change', { columns });
  }
}

function problemOf(typed) {
  if (typed === '') {
    return 'Type the name of a field first.';
  }
  if (['message', 'timestamp'].includes(typed)) {
    return `${typed} is always shown.`;
  }
  if (typed.includes(',')) {
    return 'A column cannot have a comma in its name.';
  }
  return `${typed} is no field of an entry. In its metadata it is metadata.${typed}.`;
}

customElements.define('columns-panel', ColumnsPanel);
