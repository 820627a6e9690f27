// The counts of each level beside their colours: of all bars in the legend, of those that are pointed at in the tooltip.

import { html } from 'lit';
import { LEVELS } from '../filter/filter.js';
import { countsIn } from './bar-words.js';
import { levelTotals, total } from './bars.js';
import { shortSpanText } from './moment-text.js';

/** All levels, in the order in which the bars have them from the bottom up. */
export function legend(bars) {
  const counts = bars === null ? [] : levelTotals(bars);
  return html`<ul class="legend" aria-label="Entries of each level" ?hidden=${bars === null}>
    ${LEVELS.map((level, index) => html`<li data-level=${level} class=${counts[index] > 0 ? '' : 'none'}>
      <span class="swatch"></span>${level} <span class="count">${counts[index]?.toLocaleString('en')}</span>
    </li>`)}
  </ul>`;
}

/** Only the levels that occur, the highest on top as in a bar. `isPart`: the span cuts bars, whose counts are whole ones. */
export function tip(bars, span, zone, isPart) {
  const counts = countsIn(bars, span);
  const levels = LEVELS.map((level, index) => ({ level, count: counts[index] })).filter(({ count }) => count > 0).reverse();
  return html`
    <p>${shortSpanText(span.from, span.to, zone, Date.now())}</p>
    <table>
      ${levels.map(({ level, count }) => html`<tr data-level=${level}>
        <td><span class="swatch"></span>${level}</td><td>${count.toLocaleString('en')}</td>
      </tr>`)}
      <tr><td>${isPart ? 'all, about' : 'all'}</td><td>${total(counts).toLocaleString('en')}</td></tr>
    </table>`;
}

/** Puts the tooltip below what it is about, `{left, width}` on a surface, and within the element that holds it. */
export function placeTip(tip, surface, { left, width }) {
  const around = tip.offsetParent.getBoundingClientRect();
  const wanted = surface.getBoundingClientRect().left - around.left + left + (width - tip.offsetWidth) / 2;
  tip.style.left = `${Math.max(0, Math.min(wanted, around.width - tip.offsetWidth))}px`;
}

/** The theme's colours as they are now, read from a histogram that has a legend: a canvas knows no variables. */
export function inksOf(histogram) {
  const style = (selector) => getComputedStyle(histogram.querySelector(selector));
  const plot = style('.plot');
  return {
    levels: LEVELS.map((level) => style(`.legend [data-level=${level}] .swatch`).backgroundColor),
    text: plot.color,
    line: plot.borderTopColor,
    font: `11px ${plot.fontFamily}`,
  };
}
