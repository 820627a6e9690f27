// <time-histogram>: how many entries there are of each level over the view's range. Its bars grow while the view is live;
// a click on one, dragging over them, or the arrow keys and Enter, zooms in; a double click or the minus key zooms out.
//   .view .settings .isLive    tells `view-change`, `settings-change`

import { html, LitElement, nothing } from 'lit';
import { LEVELS, parametersOf } from '../filter/filter.js';
import { tell } from '../state/tell.js';
import { BarChart } from './bar-chart.js';
import { BarFeed } from './bar-feed.js';
import { spanOfMark, STEPS, stepped } from './bar-mark.js';
import { BarPointer } from './bar-pointer.js';
import { inksOf, legend, placeTip, tip } from './bar-tip.js';
import { reasonText, spanWords, summary } from './bar-words.js';
import { endOf, indexAt, levelTotals, total } from './bars.js';
import { millisOf } from './duration.js';
import { backOf, fixedRange, rangeText, spanOf } from './range.js';
import { zoomedIn, zoomedOut } from './zoom.js';

const darkness = matchMedia('(prefers-color-scheme: dark)');

class TimeHistogram extends LitElement {
  static properties = {
    view: { attribute: false },
    settings: { attribute: false },
    isLive: { attribute: false },
    bars: { state: true },
    refusal: { state: true },
    isOld: { state: true },
    /** The bars that are pointed at, see bar-mark.js, or null. */
    marked: { state: true },
    /** The times that are dragged over, `{from, to}`, or null. */
    dragged: { state: true },
  };

  #feed = new BarFeed({
    bars: (bars) => {
      this.bars = bars;
      this.refusal = null;
      this.isOld = false;
    },
    refusal: (failure) => {
      this.bars = this.isOld ? null : this.bars;
      this.refusal = failure;
    },
  });
  #chart = null;
  #pointer = null;
  #watched = null;
  #shown = null;
  #spoken = {};
  #clickedFrom = null;
  #resizes = new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width));
  #themes = new MutationObserver(() => this.#recolour());
  #recolour = () => this.#chart?.recolour();

  constructor() {
    super();
    this.isLive = false;
    this.bars = null;
    this.refusal = null;
    this.isOld = true;
    this.marked = null;
    this.dragged = null;
  }

  /** Another log has begun: what was counted is not of it. */
  restart() {
    this.bars = null;
    this.isOld = true;
    this.#unmark();
    this.#feed.again();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
    this.#themes.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-density'] });
    darkness.addEventListener('change', this.#recolour);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch(null);
    this.#themes.disconnect();
    darkness.removeEventListener('change', this.#recolour);
  }

  willUpdate(changed) {
    if (this.view === undefined || this.settings === undefined) {
      return;
    }
    if (changed.has('isLive')) {
      this.#feed.isLive = this.isLive;
    }
    const { filter, range } = this.view;
    this.#watch(this.settings.histogram ? JSON.stringify([parametersOf(filter).toString(), range]) : null);
  }

  /** Asks for other bars if it is another question. The bars before stay, dimmed, until it is answered. */
  #watch(question) {
    if (question === this.#watched) {
      return;
    }
    this.#watched = question;
    this.isOld = true;
    this.refusal = null;
    this.#unmark();
    this.#pointer?.cancel();
    if (question === null) {
      this.#feed.stop();
      this.bars = null;
    } else {
      this.#feed.watch(this.view.filter, this.view.range);
    }
  }

  render() {
    if (this.view === undefined || this.settings === undefined) {
      return nothing;
    }
    const isOpen = this.settings.histogram;
    const span = this.#span();
    return html`
      <div class="histogram-line">
        <button class="quiet" aria-expanded=${isOpen} aria-controls="histogram" @click=${this.#toggle}>
          <span class="twist" aria-hidden="true"></span>Over time
        </button>
        ${isOpen ? html`<span class="summary">${this.#summary()}</span>` : nothing}
        ${isOpen ? this.#scaleButton() : nothing}
        ${legend(this.bars)}
      </div>
      <div id="histogram" class=${this.isOld ? 'old' : ''} ?hidden=${!isOpen} role="slider" tabindex="0"
        aria-label="Entries over time. Arrows go from bar to bar, with Shift over several; Enter zooms in, minus zooms out."
        aria-valuemin="1" aria-valuemax=${this.#count()} aria-valuenow=${this.#now()} aria-valuetext=${this.#words()}
        aria-busy=${this.isOld && this.refusal === null} @keydown=${this.#key} @blur=${this.#unmark}>
        <div class="plot"></div>
        <div class="bar-tip" aria-hidden="true" ?hidden=${span === null}>
          ${span === null ? nothing : tip(this.bars, span, this.settings.zone, this.dragged !== null)}
        </div>
      </div>
      ${this.#notice()}`;
  }

  #summary() {
    if (this.refusal?.status === 400) {
      return '';
    }
    if (this.refusal !== null && this.bars !== null) {
      return html`<span class="refusal">Not up to date. ${reasonText(this.refusal)}</span> ${this.#retry()}`;
    }
    return this.bars === null ? (this.refusal === null ? 'Counting…' : '') : summary(this.bars, this.view.range);
  }

  #scaleButton() {
    const isRoot = this.settings.scale === 'sqrt';
    return html`<button class="quiet scale" aria-pressed=${isRoot} aria-label="Square-root scale"
      title="Heights as the square roots of the counts, so that few are seen beside many"
      @click=${() => tell(this, 'settings-change', { scale: isRoot ? 'linear' : 'sqrt' })}>√</button>`;
  }

  #notice() {
    if (this.refusal?.status === 400) {
      return nothing; // the filter's field says it
    }
    if (this.refusal !== null && this.bars === null) {
      return html`<p class="notice refusal">${reasonText(this.refusal)} ${this.#retry()}</p>`;
    }
    const isEmpty = this.bars !== null && !this.isOld && total(levelTotals(this.bars)) === 0;
    return isEmpty ? html`<p class="notice">No entries in this time</p>` : nothing;
  }

  #retry() {
    return html`<button class="quiet" @click=${this.#again}>Try again</button>`;
  }

  updated() {
    if (!this.settings?.histogram || this.view === undefined) {
      return;
    }
    this.#chart ?? this.#build();
    const shown = [this.bars, this.settings.zone, this.settings.scale];
    if (shown.some((value, index) => value !== this.#shown?.[index])) {
      this.#shown = shown;
      this.bars === null ? this.#chart.clear() : this.#chart.show(this.bars, this.#domain(), this.settings.zone, this.settings.scale);
    }
    const span = this.#span();
    this.#chart.mark(span);
    if (span !== null) {
      placeTip(this.querySelector('.bar-tip'), this.#chart.surface, this.#chart.placeOf(span));
    }
  }

  #build() {
    const place = this.querySelector('.plot');
    this.#chart = new BarChart(place, () => inksOf(this));
    this.#pointer = new BarPointer(this.#chart.surface, {
      pointed: (x) => this.#mark(x, x),
      dragged: (from, to) => this.#drag(from, to),
      chosen: (from, to) => {
        this.#drag(from, to);
        this.#zoom();
      },
      clicked: (x) => this.#click(x),
      left: () => this.#unmark(),
      widened: () => this.#widenFromClick(),
    });
    this.#resizes.observe(place);
    this.#fit(place.clientWidth);
  }

  #fit(width) {
    this.#chart?.resize(Math.floor(width));
  }

  /** What the chart's width stands for. */
  #domain() {
    const { range } = this.view;
    if (range.kind !== 'fixed') {
      return { from: endOf(this.bars) - millisOf(backOf(range)), to: endOf(this.bars) };
    }
    const { from, to } = spanOf(range, 0);
    return { from, to: Math.max(from + 1, to) };
  }

  #span() {
    if (this.bars === null || this.isOld) {
      return null;
    }
    return this.dragged ?? (this.marked === null ? null : spanOfMark(this.bars, this.marked));
  }

  #mark(fromX, toX) {
    if (this.bars !== null && !this.isOld) {
      this.dragged = null;
      this.marked = [fromX, toX].map((x) => this.#chart.timeAt(x));
    }
  }

  /** Any time to any other, as fine as a pixel is. */
  #drag(fromX, toX) {
    if (this.bars !== null && !this.isOld) {
      const { from, to } = this.#domain();
      const step = 10 ** Math.max(0, Math.floor(Math.log10((to - from) / this.#chart.surface.clientWidth)));
      const [first, last] = [fromX, toX].map((x) => this.#chart.timeAt(x)).sort((a, b) => a - b);
      this.dragged = { from: Math.floor(first / step) * step, to: Math.ceil((last + 1) / step) * step };
    }
  }

  #click(x) {
    this.#mark(x, x);
    this.#clickedFrom = this.view.range;
    this.#zoom();
  }

  /** The first click of a double click has zoomed in. */
  #widenFromClick() {
    const before = this.#clickedFrom ?? this.view.range;
    this.#clickedFrom = null;
    this.#choose(zoomedOut(before, Date.now()));
  }

  #unmark() {
    this.marked = null;
    this.dragged = null;
  }

  #key(event) {
    const isMine = !event.ctrlKey && !event.metaKey && !event.altKey && event.target === event.currentTarget;
    if (isMine && this.bars !== null && this.#act(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #act({ key, shiftKey }) {
    if (Object.hasOwn(STEPS, key)) {
      this.marked = stepped(this.bars, this.marked, STEPS[key], shiftKey);
    } else if (key === 'Enter' && this.marked !== null) {
      this.#zoom();
    } else if (key === '-') {
      this.#widen();
    } else if (key === 'Escape' && this.marked !== null) {
      this.#pointer.cancel();
    } else {
      return false;
    }
    return true;
  }

  #zoom() {
    const span = this.#span();
    this.#unmark();
    if (span !== null) {
      const domain = this.#domain();
      const range = fixedRange(Math.max(span.from, domain.from), Math.min(span.to, domain.to));
      zoomedIn(this.view.range, range);
      this.#choose(range);
    }
  }

  #widen() {
    this.#choose(zoomedOut(this.view.range, Date.now()));
  }

  #choose(range) {
    if (JSON.stringify(range) !== JSON.stringify(this.view.range)) {
      tell(this, 'view-change', { range, entry: null, landing: 'first' });
      tell(this, 'announce', { text: `Time range: ${rangeText(range, this.settings.zone, Date.now())}` });
    }
  }

  #toggle() {
    tell(this, 'settings-change', { histogram: !this.settings.histogram });
  }

  #again() {
    this.refusal = null;
    this.#feed.again();
  }

  #count() {
    return Math.max(1, this.bars?.counts.length ?? 1);
  }

  #now() {
    return this.marked === null || this.bars === null ? this.#count() : indexAt(this.bars, this.marked[1]) + 1;
  }

  /** Does not change by itself while it has the focus: a screen reader would read out every change. */
  #words() {
    const isFocused = document.activeElement !== null && document.activeElement.id === 'histogram';
    const isSpoken = isFocused && this.marked === this.#spoken.marked && this.isOld === this.#spoken.isOld;
    if (!isSpoken) {
      this.#spoken = { marked: this.marked, isOld: this.isOld, text: this.#wordsNow() };
    }
    return this.#spoken.text;
  }

  #wordsNow() {
    if (this.bars === null || this.isOld) {
      return 'Counting';
    }
    const span = this.#span();
    return span === null ? summary(this.bars, this.view.range) : spanWords(this.bars, span, this.settings.zone, Date.now());
  }
}

customElements.define('time-histogram', TimeHistogram);
