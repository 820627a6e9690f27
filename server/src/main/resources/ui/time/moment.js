// A moment as a person types it: '2026-11-22 10:00', '10:00:30', '-15m', 'now', or RFC 3339 with a zone of its own.

import { millisOf } from './duration.js';
import { partsOf } from './moment-text.js';

const AGO = /^-\s*(\d{1,9})\s*(ms|s|m|min|h|d)$/i;
const DAY = String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`;
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;
const STAMP = new RegExp(String.raw`^${DAY}(?:(?:T|\s+)${CLOCK}\s*(?<offset>Z|[+-]\d{2}:?\d{2})?)?$`, 'i');
const TODAY = new RegExp(`^${CLOCK}$`);

/** Why a text is no moment, to be said after the field's name. */
export class NoMoment extends Error {}

/** Milliseconds since 1970. A text that has no zone of its own is taken in `zone`. Throws NoMoment. */
export function momentOf(text, zone, now) {
  const typed = text.trim();
  if (typed === '') {
    throw new NoMoment('needs a time');
  }
  if (typed.toLowerCase() === 'now') {
    return now;
  }
  const back = backOf(typed);
  if (back !== null) {
    return now - millisOf(back);
  }
  const found = (TODAY.exec(typed) ?? STAMP.exec(typed))?.groups;
  if (found === undefined) {
    throw new NoMoment('is not a time; write 2026-11-22 10:00, or 10:00, -15m, now');
  }
  return found.year === undefined ? momentIn(zone, { ...today(zone, now), ...clockOf(found) }) : stampOf(found, zone);
}

/** '15m' for '-15m', '- 15 min', else null. */
export function backOf(text) {
  const [, count, unit] = AGO.exec(text.trim()) ?? [];
  return count === undefined || Number(count) === 0 ? null : `${Number(count)}${unit.toLowerCase().replace('min', 'm')}`;
}

function stampOf(found, zone) {
  const [year, month, day] = [found.year, found.month, found.day].map(Number);
  return momentIn(found.offset?.toUpperCase() ?? zone, { year, month, day, ...clockOf(found) });
}

function today(zone, now) {
  const { year, month, day } = partsOf(now, zone);
  return { year, month: month + 1, day };
}

function clockOf({ hour = '0', minute = '0', second = '0', fraction = '0' }) {
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second) };
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) {
    throw new NoMoment('has a time of day that no clock shows');
  }
  return { ...clock, millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)) };
}

/** In 'local', 'utc', or at an offset: 'Z', '+02:00', '+0200'. */
function momentIn(zone, { year, month, day, hour, minute, second, millisecond }) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new NoMoment('has a day that no calendar shows');
  }
  if (zone === 'local') {
    const local = new Date(0);
    local.setFullYear(year, month - 1, day);
    return local.setHours(hour, minute, second, millisecond);
  }
  return date.setUTCHours(hour, minute, second, millisecond) - offsetOf(zone);
}

function offsetOf(zone) {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
