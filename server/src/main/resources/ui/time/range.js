// What can be done with a view's range: its bounds as numbers, its neighbours, and a wider one.

import { lengthOf, lengthText, millisOf } from './duration.js';
import { spanText } from './moment-text.js';

/** What a live view shows of the past. */
export const LIVE_BACK = '15m';

const WIDEST = 3650 * 86_400_000;
const SEEN_BACKS = ['1h', '6h', '24h', '2d', '7d', '30d', '365d', '3650d'];

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

/** What a range shows now, as one that stays; it reaches to all of these times. */
export function frozen(range, now, times = []) {
  if (range.kind === 'fixed') {
    return range;
  }
  const { from, to } = spanOf(range, now);
  return fixedRange(Math.min(from, ...times), Math.max(to, ...times.map((time) => time + 1)));
}

/** How far back counts must reach so that what is in sight, from this time on, is in them; null if a live view's do. */
export function backToSee(range, from, now) {
  if (range.kind !== 'live' || from === null || now - from <= millisOf(LIVE_BACK)) {
    return null;
  }
  return SEEN_BACKS.find((back) => millisOf(back) >= now - from) ?? SEEN_BACKS.at(-1);
}

/** "the last 15 min" of a range that moves on, "this range" of one that does not. */
export function spanPhrase(range) {
  return range.kind === 'fixed' ? 'this range' : `the last ${lengthText(backOf(range))}`;
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
