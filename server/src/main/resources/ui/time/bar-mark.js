// Which bars are pointed at: `[anchor, head]`, two moments, so that the mark stays on its bars when newer ones come.

import { indexAt, startOf } from './bars.js';

/** How many bars a key goes on. */
export const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

/** The mark after a step. The first one goes to the newest bar; Home and End to the outermost. */
export function stepped(bars, mark, by, isExtending) {
  const last = bars.counts.length - 1;
  const isFirst = mark === null && Number.isFinite(by);
  const wanted = isFirst ? last : indexAt(bars, mark?.[1] ?? bars.start) + by;
  const at = startOf(bars, Math.max(0, Math.min(wanted, last)));
  return [isExtending && mark !== null ? mark[0] : at, at];
}

/** The whole bars of a mark, `{from, to}`. */
export function spanOfMark(bars, mark) {
  const [first, last] = mark.map((at) => indexAt(bars, at)).sort((a, b) => a - b);
  return { from: startOf(bars, first), to: startOf(bars, last + 1) };
}
