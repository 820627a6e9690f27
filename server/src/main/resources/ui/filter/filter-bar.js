// The bar that says which entries are shown: the query, and below it a chip for each value to filter by at a click.
// Tells `view-change` with a whole new filter.

import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { tell } from '../state/tell.js';
import './query-box.js';
import './value-picker.js';
import { LEVELS, OPEN_FILTER, isOpen, sameFilter } from './filter.js';
import { MOST_VALUES, ValueCounts } from './value-counts.js';
import { setChip, valueChip } from './value-chip.js';
import { spanPhrase } from '../time/range.js';

const SHOWN_SERVICES = 8;

/** How the keys that are not chosen from a list are named and joined with their value. */
const SET_KEYS = [
  ['min_level', 'level', '≥'],
  ['search', 'text', 'has'],
  ['user_id', 'user_id', '='],
  ['trace_id', 'trace_id', '='],
  ['span_id', 'span_id', '='],
];

export class FilterBar extends LitElement {
  static properties = {
    view: { attribute: false },
    settings: { attribute: false },
    refusal: { attribute: false },
    counts: { state: true },
  };

  #counting = new ValueCounts((counts) => (this.counts = counts));
  #services = []; // those with a chip, in their order
  #anyService = OPEN_FILTER; // the filter but for the services, to count them by

  constructor() {
    super();
    this.view = null;
    this.refusal = null;
    this.counts = { service: null, level: null };
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.view !== null) {
      this.#counting.watch(this.view);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#counting.stop();
  }

  /** Another log has begun: what was counted is not of it. */
  recount() {
    this.counts = { service: null, level: null };
    this.#services = [];
    this.#counting.watch(this.view);
  }

  focusQuery() {
    this.querySelector('query-box').focusInput();
  }

  willUpdate(changed) {
    const before = changed.get('view');
    if (changed.has('view') && this.view !== null && !(before && sameCounts(before, this.view))) {
      this.#anyService = { ...this.view.filter, service: [] };
      this.#counting.watch(this.view);
    }
    this.#services = this.#chosenAndFrequent();
  }

  render() {
    if (this.view === null) {
      return nothing;
    }
    const { filter } = this.view;
    return html`<query-box .view=${this.view} .refusal=${this.refusal}
        @query=${({ detail }) => this.#change(detail)}
        @text=${({ detail }) => this.#change({ q: '', search: detail.text })}></query-box>
      <div class="chips" role="toolbar" aria-label="Chips: the arrow keys go along" @wheel=${scrollAlong}>
        <div role="group" aria-label="Levels">${LEVELS.map((level) => this.#chip('level', level))}</div>
        <div role="group" aria-label="Services">
          ${repeat(this.#services, (service) => service, (service) => this.#chip('service', service))}
          ${this.#hasMore() ? this.#picker('service', this.#moreLabel, this.#anyService) : nothing}
        </div>
        <div role="group" aria-label="Tags">
          ${filter.tags.map((tag) => this.#setChip(['tags', 'tag', '='], tag, () => this.#choose('tags', tag, false)))}
          ${this.#picker('tags', 'tag…', filter)}
        </div>
        ${SET_KEYS.filter(([key]) => filter[key] !== '').map((named) => this.#setKey(named))}
        ${isOpen(filter) ? nothing : html`<button type="button" class="chip quiet clear" title="Show all entries again"
          @click=${this.#clear}>Clear</button>`}
      </div>`;
  }

  /** Whether there may be services without a chip. */
  #hasMore() {
    return this.counts.service === null || this.counts.service.length > SHOWN_SERVICES;
  }

  get #moreLabel() {
    return this.#services.length === 0 ? 'service…' : 'more…';
  }

  #picker(field, label, filter) {
    return html`<value-picker .field=${field} .label=${label} .filter=${filter} .range=${this.view.range}
      .chosen=${this.view.filter[field]}
      @choose=${({ detail }) => this.#choose(field, detail.value, detail.isChosen)}></value-picker>`;
  }

  #setKey(named) {
    const [key] = named;
    return this.#setChip(named, this.view.filter[key], () => this.#change({ [key]: '' }));
  }

  #setChip([key, label, sign], value, remove) {
    return setChip({ key, label, sign, value, remove });
  }

  #chip(key, value) {
    return valueChip({
      value,
      level: key === 'level' ? value : undefined,
      count: countOf(this.counts[key], value),
      isChosen: this.view.filter[key].includes(value),
      over: `in ${spanPhrase(this.view.range)}`,
      toggle: (isOnly) => this.#toggle(key, value, isOnly),
    });
  }

  /** Services that had a chip keep their place, so that none moves away from under the mouse. */
  #chosenAndFrequent() {
    const chosen = this.view?.filter.service ?? [];
    const frequent = this.counts.service?.slice(0, SHOWN_SERVICES).map(({ value }) => value) ?? this.#services;
    const wanted = new Set([...frequent, ...chosen]);
    return [...new Set([...this.#services.filter((service) => wanted.has(service)), ...wanted])];
  }

  #toggle(key, value, isOnly) {
    if (isOnly) {
      this.#change({ [key]: [value] });
    } else {
      this.#choose(key, value, !this.view.filter[key].includes(value));
    }
  }

  #choose(key, value, isChosen) {
    this.#change({ [key]: withOrWithout(this.view.filter[key], value, isChosen) });
  }

  #clear() {
    this.querySelector('query-box').clear();
    this.#change(OPEN_FILTER);
  }

  #change(part) {
    const filter = { ...this.view.filter, ...part };
    if (!sameFilter(filter, this.view.filter)) {
      tell(this, 'view-change', { filter, entry: null });
    }
  }
}

/** Most wheels know up and down only; over the one line of chips that is along it. */
function scrollAlong({ currentTarget, deltaX, deltaY, ctrlKey }) {
  if (deltaX === 0 && !ctrlKey) {
    currentTarget.scrollLeft += deltaY;
  }
}

function withOrWithout(values, value, isThere) {
  return [...values.filter((one) => one !== value), ...(isThere ? [value] : [])];
}

/** Undefined if it is not known: the list has only the most frequent values. */
function countOf(known, value) {
  const otherwise = known === null || known.length >= MOST_VALUES ? undefined : 0;
  return known?.find((one) => one.value === value)?.count ?? otherwise;
}

function sameCounts(one, other) {
  return sameFilter(one.filter, other.filter) && JSON.stringify(one.range) === JSON.stringify(other.range);
}

customElements.define('filter-bar', FilterBar);
