// The rows of the list: one log entry, or one note about the stream itself. What comes from a log is only ever text.

import { visibleText } from './visible-text.js';

const SHOWN_CHARACTERS = 4000;
const SHOWN_DETAIL_CHARACTERS = 400;

export function entryRow(entry) {
  const row = document.createElement('li');
  row.className = 'entry';
  row.dataset.id = entry.id;
  row.dataset.level = entry.level;
  const message = cell('span', 'message', cut(entry.message, SHOWN_CHARACTERS));
  const details = detailsOf(entry);
  if (details !== '') {
    message.append(' ', cell('span', 'details', cut(details, SHOWN_DETAIL_CHARACTERS)));
  }
  row.append(timeOf(entry), cell('span', 'level', entry.level), cell('span', 'service', entry.service), message);
  return row;
}

/** An empty row for what is said about the stream: `kind` is `filter`, `gap`, `skipped` or `error`. */
export function noteRow(kind) {
  const row = cell('li', 'note', '');
  row.dataset.kind = kind;
  return row;
}

function cell(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.dir = 'auto';
  element.textContent = visibleText(text);
  return element;
}

function timeOf(entry) {
  const time = document.createElement('time');
  const when = new Date(entry.timestamp);
  const day = document.createElement('span');
  day.className = 'day';
  day.textContent = `${padded(when.getMonth() + 1, 2)}-${padded(when.getDate(), 2)} `;
  const clock = [when.getHours(), when.getMinutes(), when.getSeconds()].map((part) => padded(part, 2)).join(':');
  time.dateTime = entry.timestamp;
  time.title = visibleText(aboutOf(entry));
  time.append(day, `${clock}.${padded(when.getMilliseconds(), 3)}`);
  return time;
}

/** What is too long to stand in every row. */
function aboutOf({ id, timestamp, created_at, trace_id, span_id }) {
  const about = [`entry ${id}`, `happened ${timestamp}`, `stored ${created_at}`];
  if (trace_id !== undefined) {
    about.push(`trace ${trace_id}`);
  }
  if (span_id !== undefined) {
    about.push(`span ${span_id}`);
  }
  return about.join('\n');
}

function detailsOf({ tags, user_id, metadata }) {
  const pairs = Object.entries(user_id === undefined ? metadata : { user_id, ...metadata });
  return [...tags.map((tag) => `#${tag}`), ...pairs.map(([key, value]) => `${key}=${valueText(value)}`)].join(' ');
}

function valueText(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text, most) {
  return text.length <= most ? text : `${text.slice(0, most)}… (${(text.length - most).toLocaleString('en')} more characters)`;
}

function padded(number, digits) {
  return String(number).padStart(digits, '0');
}
