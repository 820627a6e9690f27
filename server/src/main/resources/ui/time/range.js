// What can be done with a view's range: its bounds as numbers, its neighbours, and a wider one.

import { lengthOf, lengthText, millisOf } from './duration.js';
import { spanText } from './moment-text.js';

/** What a live view shows of the past. */
export const LIVE_BACK = '15m';

const WIDEST = 3650 * 86_400_000;

/** `{from, to}` in milliseconds since 1970. */
export function spanOf(range, now) {
  return range.kind === 'fixed'
    ? { from: Date.parse(range.from), to: Date.parse(range.to) }
    : { from: now - millisOf(backOf(range)), to: now };
}

/** How far back from now a range reaches that moves on with the time. */
export function backOf(range) {
  return range.kind === 'last' ? range.back : LIVE_BACK;
}

export function fixedRange(from, to) {
  return { kind: 'fixed', from: rfc3339(from), to: rfc3339(to) };
}

/** A fixed range moved by its width: 1 is later, -1 earlier. */
export function moved(range, widths) {
  const { from, to } = spanOf(range, 0);
  const by = (to - from) * widths;
  return fixedRange(from + by, to + by);
}

/** Twice as wide. What ends in the past does not begin to reach into the future. */
export function widened(range, now) {
  if (range.kind !== 'fixed') {
    return { kind: 'last', back: lengthOf(Math.min(2 * millisOf(backOf(range)), WIDEST)) };
  }
  const { from, to } = spanOf(range, now);
  const width = Math.max(1, Math.min(to - from, WIDEST / 2));
  const end = Math.min(Math.round((from + to) / 2) + width, Math.max(to, now));
  return fixedRange(end - 2 * width, end);
}

/** "Live", "Last 15 min" or "22 Nov 10:00 – 10:15 UTC". */
export function rangeText(range, zone, now) {
  switch (range.kind) {
    case 'last':
      return `Last ${lengthText(range.back)}`;
    case 'fixed': {
      const { from, to } = spanOf(range, now);
      return spanText(from, to, zone, now);
    }
    default:
      return 'Live';
  }
}

export function rfc3339(millis) {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}
