// The drawn bars. One uPlot chart, which is given new bars and is never built anew; it knows times, pixels and inks, and
// nothing of questions or pointers.

import uPlot from 'uplot';
import { endOf, startOf, total } from './bars.js';
import { axisText } from './moment-text.js';

const PLOT_HEIGHT = 64;
const AXIS_HEIGHT = 20;
const SCALE_WIDTH = 44;
/** Room for the strip of errors, which would not be seen in a bar of many other entries. */
const ABOVE = 13;
const STRIP_TOP = 2;
const STRIP_HEIGHT = 5;
const LEAST_STRIP_WIDTH = 2;
const [ERROR, FATAL] = [4, 5];
const HALF_LETTER = 3.2;
/** The levels below warn stand back. */
const CALM = [0.75, 0.75, 0.75, 1, 1, 1];
const ROUND = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

const [MINUTE, HOUR, DAY, MONTH, YEAR] = [60_000, 3_600_000, 86_400_000, 30 * 86_400_000, 365 * 86_400_000];
const AXIS_STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10].map((days) => days * DAY),
  ...[1, 3, 6].map((months) => months * MONTH),
  ...[1, 2, 5, 10].map((years) => years * YEAR),
];

export class BarChart {
  #plot;
  #mark = document.createElement('div');
  #bars = null;
  #span = { from: 0, to: 1 };
  #marked = null;
  #zone = 'local';
  #scale = 'linear';
  #inks = null;
  #readInks;

  /** @param readInks gives `{levels, text, line, font}`: the colours of the theme as it is now */
  constructor(place, readInks) {
    this.#readInks = readInks;
    this.#mark.className = 'bar-mark';
    this.#mark.hidden = true;
    this.#plot = new uPlot(this.#options(), [[], []], place);
    this.#plot.under.append(this.#mark);
  }

  /** Where pointers are heard; its left edge is the begin of the span. */
  get surface() {
    return this.#plot.over;
  }

  /**
   * @param span `{from, to}` in milliseconds: what the width stands for
   * @param scale 'linear', or 'sqrt' for heights that are the square roots of the counts
   */
  show(bars, span, zone, scale) {
    this.#bars = bars;
    this.#span = span;
    this.#zone = zone;
    this.#scale = scale;
    this.#plot.setData([
      bars.counts.map((_, index) => startOf(bars, index)),
      bars.counts.map((counts) => scaled(total(counts), scale)),
    ]);
    this.mark(this.#marked);
  }

  clear() {
    this.#bars = null;
    this.#plot.setData([[], []]);
    this.mark(null);
  }

  /** Marks a span `{from, to}`, or none. */
  mark(span) {
    this.#marked = span;
    this.#mark.hidden = span === null || this.#bars === null;
    if (!this.#mark.hidden) {
      const { left, width } = this.placeOf(span);
      this.#mark.style.left = `${left}px`;
      this.#mark.style.width = `${width}px`;
    }
  }

  resize(width) {
    if (width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: ABOVE + PLOT_HEIGHT + AXIS_HEIGHT });
      this.mark(this.#marked);
    }
  }

  /** Draws again in the theme's colours as they are now. */
  recolour() {
    this.#inks = null;
    this.#plot.redraw(false, true);
  }

  /** The time at a distance in pixels from the surface's left edge. */
  timeAt(x) {
    const time = this.#plot.posToVal(x, 'x');
    return Math.max(this.#span.from, Math.min(time, this.#span.to));
  }

  /** `{left, width}` of a span, in pixels from the surface's left edge. */
  placeOf({ from, to }) {
    const [left, right] = [Math.max(from, this.#span.from), Math.min(to, this.#span.to)].map((time) =>
      this.#plot.valToPos(time, 'x'),
    );
    return { left, width: Math.max(1, right - left) };
  }

  destroy() {
    this.#plot.destroy();
  }

  #options() {
    const font = () => this.#ink().font;
    const axis = { stroke: () => this.#ink().text, font: font(), ticks: { show: false } };
    return {
      width: 300,
      height: ABOVE + PLOT_HEIGHT + AXIS_HEIGHT,
      padding: [ABOVE, 0, 0, 0],
      ms: 1,
      tzDate: (millis) => (this.#zone === 'utc' ? uPlot.tzDate(new Date(millis), 'Etc/UTC') : new Date(millis)),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: true, range: () => [this.#span.from, this.#span.to] },
        y: { range: (_, __, most) => [0, scaled(roundedUp(counted(most ?? 0, this.#scale)), this.#scale)] },
      },
      axes: [
        {
          ...axis,
          size: AXIS_HEIGHT,
          gap: 4,
          incrs: AXIS_STEPS,
          space: (_, __, from, to) => (to - from < 10_000 ? 95 : 65),
          grid: { show: false },
          values: (_, times, __, ___, step) => times.map((time) => this.#label(time, step)),
        },
        {
          ...axis,
          size: SCALE_WIDTH,
          gap: 4,
          splits: (_, __, ___, most) => [most],
          values: (plot, counts) => counts.map((count) => (plot.data[1].some((bar) => bar > 0) ? compact(Math.round(counted(count, this.#scale))) : '')),
          grid: { stroke: () => this.#ink().line, width: 1 },
        },
      ],
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      hooks: { draw: [() => this.#draw()] },
    };
  }

  /** None where the right edge would cut it. */
  #label(time, step) {
    const text = axisText(time, step, this.#zone);
    const isCut = this.#plot.valToPos(time, 'x') + text.length * HALF_LETTER > this.#plot.over.clientWidth;
    return isCut ? '' : text;
  }

  #ink() {
    this.#inks ??= this.#readInks();
    return this.#inks;
  }

  #draw() {
    if (this.#bars === null) {
      return;
    }
    const { ctx, bbox } = this.#plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    this.#bars.counts.forEach((counts, index) => this.#drawBar(ctx, counts, startOf(this.#bars, index)));
    this.#drawEnd(ctx, bbox);
    ctx.restore();
    this.#bars.counts.forEach((counts, index) => this.#drawErrors(ctx, bbox, counts, startOf(this.#bars, index)));
  }

  #drawBar(ctx, counts, from) {
    const { left, right, gap } = this.#edges(from);
    const ground = this.#plot.valToPos(0, 'y', true);
    const whole = ground - this.#plot.valToPos(scaled(total(counts), this.#scale), 'y', true);
    heightsOf(counts, whole).reduce((below, height, level) => {
      const [top, foot] = [ground - below - height, ground - below].map(Math.round);
      if (foot > top) {
        ctx.globalAlpha = CALM[level];
        ctx.fillStyle = this.#ink().levels[level];
        ctx.fillRect(left, top, Math.max(1, right - left - gap), foot - top);
      }
      return below + height;
    }, 0);
    ctx.globalAlpha = 1;
  }

  /** A bar with errors has a mark above, however few they are. */
  #drawErrors(ctx, bbox, counts, from) {
    if (counts[ERROR] + counts[FATAL] === 0) {
      return;
    }
    const { left, right, gap } = this.#edges(from);
    const [first, end] = [Math.max(left, bbox.left), Math.min(right - gap, bbox.left + bbox.width)];
    if (end > first) {
      ctx.fillStyle = this.#ink().levels[counts[FATAL] > 0 ? FATAL : ERROR];
      const [top, height] = [STRIP_TOP, STRIP_HEIGHT].map((measure) => Math.round(measure * devicePixelRatio));
      ctx.fillRect(first, top, Math.max(LEAST_STRIP_WIDTH * devicePixelRatio, end - first), height);
    }
  }

  /** Where a bar lies, in the canvas's pixels. */
  #edges(from) {
    const [left, right] = [from, from + this.#bars.interval].map((time) =>
      Math.round(this.#plot.valToPos(time, 'x', true)),
    );
    return { left, right, gap: right - left > 4 * devicePixelRatio ? Math.round(devicePixelRatio) : 0 };
  }

  /** Beyond the last bar nothing is known yet. */
  #drawEnd(ctx, bbox) {
    if (endOf(this.#bars) < this.#span.to) {
      ctx.fillStyle = this.#ink().line;
      ctx.fillRect(Math.round(this.#plot.valToPos(endOf(this.#bars), 'x', true)), bbox.top, 1, bbox.height);
    }
  }
}

/** How high each level is in a bar: as its share of the entries. */
export function heightsOf(counts, whole) {
  const sum = total(counts);
  return counts.map((count) => (count === 0 ? 0 : (whole * count) / sum));
}

function scaled(count, scale) {
  return scale === 'sqrt' ? Math.sqrt(count) : count;
}

function counted(height, scale) {
  return scale === 'sqrt' ? height ** 2 : height;
}

function roundedUp(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return power * ROUND.find((factor) => factor * power >= Math.max(1, most));
}

function compact(count) {
  return count.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 2 });
}
