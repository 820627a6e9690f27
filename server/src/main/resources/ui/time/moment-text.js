// Moments as people read them, in local time or UTC: as short as they can be told apart.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The year, month (0 to 11), day, hour, minute, second and millisecond of a moment in a zone, 'local' or 'utc'. */
export function partsOf(millis, zone) {
  const date = new Date(zone === 'utc' ? millis : millis - offsetOf(millis) * MINUTE);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** "22 Nov 10:00 – 10:15 UTC": the second day only if it is another, a year only if it is not this one. */
export function spanText(from, to, zone, now) {
  const start = partsOf(from, zone);
  const end = partsOf(to, zone);
  const year = partsOf(now, zone).year;
  const showsYear = start.year !== year || end.year !== year;
  const endText = sameDay(start, end) ? '' : `${dayText(end, showsYear)} `;
  return `${dayText(start, showsYear)} ${timesText(from, to, zone, endText)}`;
}

/** "10:00:15 – 10:00:30 UTC": with the day only if it is not today. */
export function shortSpanText(from, to, zone, now) {
  const today = partsOf(now, zone);
  return sameDay(partsOf(from, zone), today) && sameDay(partsOf(to, zone), today)
    ? timesText(from, to, zone, '')
    : spanText(from, to, zone, now);
}

function timesText(from, to, zone, beforeEnd) {
  const unit = Math.min(unitOf(from), unitOf(to));
  const changesOffset = zone !== 'utc' && offsetOf(from) !== offsetOf(to);
  const [start, end] = [from, to].map((at) => clockText(partsOf(at, zone), unit) + (changesOffset ? offsetText(at) : ''));
  return `${start} – ${beforeEnd}${end}${zone === 'utc' ? ' UTC' : ''}`;
}

/** A moment as the fields of a form have it: "2026-11-22 10:00:00". */
export function fieldText(millis, zone) {
  const parts = partsOf(millis, zone);
  const year = String(parts.year).padStart(4, '0');
  return `${year}-${two(parts.month + 1)}-${two(parts.day)} ${clockText(parts, Math.min(1000, unitOf(millis)))}`;
}

/** What stands at a moment of a time axis whose labels are `step` apart. */
export function axisText(millis, step, zone) {
  const parts = partsOf(millis, zone);
  if (step >= 360 * DAY) {
    return String(parts.year);
  }
  if (step >= 28 * DAY) {
    return `${MONTHS[parts.month]} ${parts.year}`;
  }
  const isMidnight = parts.hour === 0 && parts.minute === 0 && parts.second === 0 && parts.millisecond === 0;
  return step >= DAY || isMidnight ? dayText(parts, false) : clockText(parts, step);
}

function dayText({ year, month, day }, showsYear) {
  return `${day} ${MONTHS[month]}${showsYear ? ` ${year}` : ''}`;
}

/** Hours and minutes, and what is shorter only if `unit` needs it. */
function clockText({ hour, minute, second, millisecond }, unit) {
  const seconds = unit < MINUTE ? `:${two(second)}` : '';
  return `${two(hour)}:${two(minute)}${seconds}${unit < 1000 ? `.${String(millisecond).padStart(3, '0')}` : ''}`;
}

/** The coarsest of a minute, a second and a millisecond that says a moment exactly. */
function unitOf(millis) {
  return [MINUTE, 1000].find((unit) => millis % unit === 0) ?? 1;
}

function sameDay(one, other) {
  return one.year === other.year && one.month === other.month && one.day === other.day;
}

/** Minutes from UTC to local time as `Date` counts them: negative in the east. */
function offsetOf(millis) {
  return new Date(millis).getTimezoneOffset();
}

function offsetText(millis) {
  const minutes = -offsetOf(millis);
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function two(number) {
  return String(number).padStart(2, '0');
}
