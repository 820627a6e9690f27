// What is copied when text of several rows, or of several cells of one, is selected: those rows, whole, one line each.

import { tableOf } from '../entry/entry-table.js';
import { entriesBetween } from './chosen-rows.js';

const CELLS = '.entry > .time, .entry > .column, .entry > .message';

/**
 * The entries that a selection stands for, in the rows of `view`, which are drawn from `rows`; none for one that keeps to a
 * single cell, or to what is below an entry's line, and is copied as the text that it is.
 */
export function selectedEntries(selection, view, rows) {
  if (selection.isCollapsed || selection.rangeCount === 0) {
    return [];
  }
  const range = selection.getRangeAt(0);
  const cells = [...view.querySelectorAll(CELLS)].filter((cell) => reaches(range, cell));
  if (cells.length < 2) {
    return [];
  }
  const keys = [cells[0], cells.at(-1)].map((cell) => cell.closest('.row')?.dataset.key);
  const [from, to] = keys.map((key) => rows.findIndex((row) => String(row.key) === key));
  return from < 0 || to < 0 ? [] : entriesBetween(rows, from, to);
}

/** Hands entries to a copy that is under way. */
export function putInto(clipboard, entries, columns) {
  const { text, html } = tableOf(entries, columns);
  clipboard.setData('text/plain', text);
  clipboard.setData('text/tab-separated-values', text);
  clipboard.setData('text/html', html);
}

/** Whether some text in a cell is within the range; one that only touches the cell's edge takes nothing of it. */
function reaches(range, cell) {
  if (!range.intersectsNode(cell)) {
    return false;
  }
  const inside = document.createRange();
  inside.selectNodeContents(cell);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
    inside.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
    inside.setEnd(range.endContainer, range.endOffset);
  }
  return inside.toString() !== '';
}
