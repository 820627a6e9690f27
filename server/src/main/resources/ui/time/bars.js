// The bars of a histogram: how many entries of each level there were in each of equally long, neighbouring times.
// A value that is never changed in place: `{interval, start, counts}`; times in milliseconds since 1970, and
// `counts[i][level]`, levels in their order from trace to fatal, of the bar from `start + i * interval` on.

import { LEVELS } from '../filter/filter.js';

const MOST = 120;

/** Of an answer of the server; it chooses about 60 bars, which all start at multiples of the interval. */
export function barsOf({ interval_ms: interval, buckets }) {
  return {
    interval,
    start: buckets.length === 0 ? 0 : Date.parse(buckets[0].start),
    counts: buckets.map(({ by_level: counts }) => LEVELS.map((level) => counts[level] ?? 0)),
  };
}

export function endOf(bars) {
  return startOf(bars, bars.counts.length);
}

export function startOf({ start, interval }, index) {
  return start + index * interval;
}

/** Where the bars begin that may still grow: the last one, and the one before it for entries that were on their way. */
export function growingFrom(bars) {
  return startOf(bars, Math.max(0, bars.counts.length - 2));
}

/** The bars with the newer ones in their place and behind them; null if these are not their neighbours. */
export function merged(bars, newer) {
  const at = (newer.start - bars.start) / bars.interval;
  const areNeighbours = Number.isInteger(at) && at >= 0 && at <= bars.counts.length && newer.interval === bars.interval;
  if (!areNeighbours || newer.counts.length === 0) {
    return null;
  }
  return { ...bars, counts: [...bars.counts.slice(0, at), ...newer.counts] };
}

/** Only the newest bars that make up a width: so a window moves on by whole bars. */
export function newest(bars, width) {
  const count = Math.min(MOST, Math.ceil(width / bars.interval));
  const left = Math.max(0, bars.counts.length - count);
  return left === 0 ? bars : { ...bars, start: startOf(bars, left), counts: bars.counts.slice(left) };
}

/** How many entries of each level there are in all bars. */
export function levelTotals({ counts }) {
  return LEVELS.map((_, level) => counts.reduce((sum, bar) => sum + bar[level], 0));
}

export function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The index of the bar at a time; the first or the last for a time beyond them. */
export function indexAt(bars, millis) {
  const index = Math.floor((millis - bars.start) / bars.interval);
  return Math.max(0, Math.min(index, bars.counts.length - 1));
}
