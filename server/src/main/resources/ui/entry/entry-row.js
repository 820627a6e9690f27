// The line of an entry in the list: time, the chosen columns, message. Made in one go from plain elements, since many are
// made each second.

import { isNumber } from '../state/exact-json.js';
import { textOf, valueAt } from './field.js';
import { rowDetails } from './row-details.js';
import { rowMessage } from './row-message.js';
import { spanText, timeText } from './time-text.js';
import { valueButton } from './value-button.js';
import { cut, visibleText } from './visible-text.js';

const MOST_IN_TITLE = 2000;
const MOST_TAGS = 8;

/**
 * `look` is `{columns, settings, words, now}`; `words` are the lower-case texts to mark in the message. `lateBy`: so many
 * milliseconds it happened before what stands above it, if that is worth a word.
 */
export function entryRow(entry, look, lateBy = undefined) {
  const row = document.createElement('article');
  row.className = 'entry';
  row.dataset.id = entry.id;
  row.dataset.level = entry.level;
  row.tabIndex = -1;
  row.append(timeCell(entry, look));
  row.append(...look.columns.map((field) => columnCell(entry, field, look)), messageCell(entry, look, lateBy));
  return row;
}

/** Brings the time of a row up to `look.now`. */
export function updateTime(row, entry, look) {
  const text = timeText(entry.timestamp, look.settings, look.now);
  if (row.firstChild.textContent !== text) {
    row.firstChild.textContent = text;
  }
}

function timeCell(entry, { settings, now }) {
  const time = document.createElement('time');
  time.className = 'time';
  time.dateTime = entry.timestamp;
  time.title = `happened ${entry.timestamp}\nstored ${entry.created_at}\nentry ${entry.id}`;
  time.textContent = timeText(entry.timestamp, settings, now);
  return time;
}

function columnCell(entry, field, { columns, settings, now }) {
  const cell = document.createElement('span');
  cell.className = 'column';
  cell.dataset.field = field;
  const value = valueAt(entry, field);
  if (value === undefined || value === null) {
    return cell;
  }
  cell.classList.toggle('is-number', isNumber(value));
  const full = field === 'tags' ? value.join(' ') : textOf(value);
  cell.title = visibleText(cut(full, MOST_IN_TITLE));
  if (field === 'tags') {
    cell.append(...value.slice(0, MOST_TAGS).map((tag) => valueButton(tag, field, tag, columns)));
    cell.append(value.length > MOST_TAGS ? '…' : '');
  } else {
    const text = field === 'created_at' ? timeText(value, settings, now) : full;
    cell.append(valueButton(text, field, value, columns));
  }
  return cell;
}

function messageCell(entry, look, lateBy) {
  const cell = document.createElement('div');
  cell.className = 'message';
  if (lateBy !== undefined) {
    cell.append(lateSign(lateBy), ' ');
  }
  cell.append(...rowMessage(entry.message, look));
  if (look.settings.details) {
    const details = rowDetails(entry, look.columns);
    if (details !== null) {
      cell.append(' ', details);
    }
  }
  return cell;
}

function lateSign(lateBy) {
  const sign = document.createElement('span');
  sign.className = 'late';
  sign.textContent = `${spanText(lateBy)} late`;
  sign.title = 'It happened before what stands above it. The list is in the order in which the log took its entries.';
  return sign;
}
