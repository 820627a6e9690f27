// Lengths of time: in milliseconds, as the server writes them ('15m'), and as people read them ('15 min').

const UNITS = [
  ['d', 86_400_000, 'd'],
  ['h', 3_600_000, 'h'],
  ['m', 60_000, 'min'],
  ['s', 1000, 's'],
  ['ms', 1, 'ms'],
];
const LENGTH = /^(\d{1,9})(ms|s|m|h|d)$/;

/** The milliseconds of '15m', or null if it is no such length. */
export function millisOf(length) {
  const [, count, unit] = LENGTH.exec(length) ?? [];
  return count === undefined ? null : Number(count) * UNITS.find(([name]) => name === unit)[1];
}

/** The length in the largest unit that leaves no rest: 900000 is '15m', 90000 is '90s'. */
export function lengthOf(millis) {
  const [unit, size] = UNITS.find(([, size]) => millis % size === 0);
  return `${millis / size}${unit}`;
}

/** '15m' as '15 min'. */
export function lengthText(length) {
  const [, count, unit] = LENGTH.exec(length);
  return `${count} ${UNITS.find(([name]) => name === unit)[2]}`;
}
