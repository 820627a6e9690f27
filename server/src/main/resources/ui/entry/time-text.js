// When an entry happened, as a row tells it: the time of day, the day too unless it is today, or how long ago.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
];

/**
 * `iso` is an RFC 3339 time, `now` are milliseconds. At most 18 characters: "10:30:00.123", "11-22 10:30:00.123",
 * "2025-11-22 10:30", or "12 s ago".
 */
export function timeText(iso, settings, now) {
  const millis = Date.parse(iso);
  if (Number.isNaN(millis)) {
    return String(iso);
  }
  return settings.times === 'relative' ? agoText(now - millis) : clockText(millis, settings.zone === 'utc', now);
}

/** "12 s", "3 min", "2 d": how long, in the largest unit that fits; '' for less than a second. */
export function spanText(millis) {
  const unit = UNITS.find(([length]) => millis >= length);
  return unit === undefined ? '' : `${Math.floor(millis / unit[0])} ${unit[1]}`;
}

function agoText(millis) {
  const text = spanText(Math.abs(millis));
  if (text === '') {
    return 'now';
  }
  return millis < 0 ? `in ${text}` : `${text} ago`;
}

function clockText(millis, isUtc, now) {
  const [date, today] = [new Date(millis), new Date(now)];
  const [year, month, day, hour, minute, second] = isUtc ? utcParts(date) : localParts(date);
  const [thisYear, thisMonth, thisDay] = isUtc ? utcParts(today) : localParts(today);
  const clock = `${two(hour)}:${two(minute)}`;
  if (year !== thisYear) {
    return `${year}-${two(month)}-${two(day)} ${clock}`;
  }
  const exact = `${clock}:${two(second)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return month === thisMonth && day === thisDay ? exact : `${two(month)}-${two(day)} ${exact}`;
}

/** The same moment on this machine's clock: "2026-11-22 11:30:00.123 +01:00 local"; '' for what is no time. */
export function localText(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  const [year, month, day, hour, minute, second] = localParts(date);
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${year}-${two(month)}-${two(day)} ${clock} ${zone} local`;
}

function localParts(date) {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()];
}

function utcParts(date) {
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
}

function two(number) {
  return number < 10 ? `0${number}` : `${number}`;
}
