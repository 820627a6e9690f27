// Where a day ends and the next begins among the rows of the list, and which entries came late: long after what stands
// above them had happened.
//
//   {kind: 'day', key, text, height}   what follows happened on that day, or came late

const LATE_MS = 10_000; // what senders that write in bundles need is no news
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NAME = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

export class Days {
  #rows = new Map(); // by key

  /**
   * The rows with those of days between them, none if all are of today. In an order other than that of time, which is that
   * of the log, entries that came late are told how late: by `lateBy` milliseconds.
   */
  between(rows, { zone, now, isByTime }) {
    const today = dayOf(now, zone);
    const all = [];
    let days = 0;
    let day = -Infinity;
    let newest = -Infinity; // when the newest of them happened
    for (const row of rows) {
      if (row.kind === 'entry') {
        const times = (row.times ??= timesOf(row.entry));
        if (times.days !== zone) {
          times.days = zone;
          times.day = dayOf(times.happened, zone);
        }
        if (times.day > day) {
          day = times.day;
          days += 1;
          all.push(this.#row(day, zone, today));
        }
        const lateBy = newest - times.told;
        if (!isByTime && lateBy >= LATE_MS && !(row.lateBy >= lateBy)) {
          row.lateBy = lateBy;
          row.isChanged = true;
        }
        newest = Math.max(newest, times.happened);
      }
      all.push(row);
    }
    return days === 1 && day === today ? rows : all;
  }

  #row(day, zone, today) {
    const key = `day-${zone}-${day}`;
    const row = this.#rows.get(key) ?? { kind: 'day', key, height: undefined };
    const text = `${NAME.format(day * DAY_MS)}${zone === 'utc' ? ' UTC' : ''}${nearness(today - day)}`;
    if (row.text !== text) {
      row.isChanged = row.text !== undefined;
      row.text = text;
    }
    this.#rows.set(key, row);
    return row;
  }
}

export function dayElement({ text }) {
  const row = document.createElement('div');
  row.className = 'day';
  row.role = 'separator';
  row.ariaLabel = text;
  row.textContent = text;
  return row;
}

/**
 * When an entry happened as it tells, and when as far as that can be true: nothing has happened after it was stored. So one
 * sender whose clock is fast makes nobody else late, and begins no day of its own.
 */
function timesOf({ timestamp, created_at }) {
  const [told, stored] = [Date.parse(timestamp), Date.parse(created_at)];
  return { told, happened: Math.min(told, Number.isNaN(stored) ? told : stored), day: 0, days: '' };
}

/** Days since 1970 in a zone. */
function dayOf(millis, zone) {
  return Math.floor((millis - (zone === 'utc' ? 0 : new Date(millis).getTimezoneOffset() * MINUTE_MS)) / DAY_MS);
}

function nearness(daysAgo) {
  return { 0: ' · today', 1: ' · yesterday' }[daysAgo] ?? '';
}
