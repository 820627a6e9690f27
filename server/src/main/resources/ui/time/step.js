// The range before or after the one that is shown, as wide as that.

import { LIVE } from '../state/view.js';
import { fixedRange, spanOf } from './range.js';

/** The earlier range (`step` -1) or the later one (1), which is the live view where it would reach now. */
export function stepped(range, step, now) {
  const { from, to } = spanOf(range, now);
  const by = step * (to - from);
  return to + by > now ? LIVE : fixedRange(from + by, to + by);
}
