// Entries as the lines of a table, as the list shows them, to be pasted into a text or a sheet: time, columns, message.

import { plainText } from './ansi.js';
import { textOf, valueAt } from './field.js';
import { visibleText } from './visible-text.js';

const FORMULA = /^[=+\-@\t]/; // a sheet would reckon with what begins so
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** `{text, html}`: one line each with tabs between the cells, and the same as a table. */
export function tableOf(entries, columns) {
  const lines = entries.map((entry) => cellsOf(entry, columns));
  return { text: lines.map((cells) => cells.join('\t')).join('\n'), html: htmlOf(lines) };
}

function cellsOf(entry, columns) {
  const values = columns.map((field) => cellText(valueAt(entry, field)));
  return [entry.timestamp, ...values, plainText(entry.message)].map(onOneLine);
}

function cellText(value) {
  if (value === undefined || value === null) {
    return '';
  }
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(' ') : textOf(value);
}

/** A cell has no line breaks and no tabs, and is never taken for a formula. */
function onOneLine(text) {
  const line = visibleText(text).replace(/\s*[\n\r\t]\s*/g, ' ').trim();
  return FORMULA.test(line) && !NUMBER.test(line) ? `'${line}` : line;
}

function htmlOf(lines) {
  const rows = lines.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`);
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
