// What a row of the list shows of a message: one line of it, and a word on what is folded away. It costs the same for a
// message of any length.

import { jsonIn, looksLikeJson } from './json-message.js';
import { messageNodes } from './message-nodes.js';
import { pythonTrace, traceSummary } from './stack-trace.js';
import { cut, start, visibleText } from './visible-text.js';

const MOST_WRAPPED = 4000; // characters, which are cut at 12 lines
const MOST_CUT = 1000;
const CLAMPED_FROM = 600;
const MOST_STYLED = 100; // changes of style
const MOST_MARKED = 100; // places of a word
const MOST_JSON = 20_000;
const MOST_LINES = 10_000;
const MOST_SUMMARY = 300;
const ESCAPE = '\x1b';
const LONGEST_ESCAPE = 70;
const CLOSED_ESCAPE = /^\x1b\[[\d:;]*[^\d:;]/;

/** The nodes of the message's cell. */
export function rowMessage(message, { settings, words }) {
  const { text, summary, rest } = summaryOf(message, settings.lines === 'cut' ? MOST_CUT : MOST_WRAPPED);
  const element = span('text', '');
  element.classList.toggle('is-long', text.length > CLAMPED_FROM);
  element.append(messageNodes(text, words, MOST_MARKED));
  const nodes = [element];
  element.querySelectorAll('.link').forEach((link) => (link.tabIndex = -1)); // until the row has the focus
  if (summary !== '') {
    const trace = span('trace', '');
    trace.append(messageNodes(cut(summary, MOST_SUMMARY), words, MOST_MARKED));
    nodes.push(' ', trace);
  }
  if (rest !== '') {
    const fold = span('fold', `⋯ ${rest}`);
    fold.title = 'Open the entry';
    nodes.push(' ', fold);
  }
  return nodes;
}

/** `{text, summary, rest}`: the line that is shown, what a stack trace says, and how much there is beside the line. */
export function summaryOf(message, most) {
  const whole = trimmed(message);
  const lines = linesOf(whole);
  const python = lines > 1 ? pythonTrace(whole) : null;
  if (python !== null) {
    return { text: cut(python.exception, most), summary: `Traceback: ${python.frame}`, rest: restOf(whole, lines, false) };
  }
  const line = lines === 1 ? whole : oneLine(whole, most);
  const text = cutText(line, most);
  const summary = lines > 1 && line !== whole ? traceSummary(whole) : '';
  const isCut = text.length < line.length;
  return { text: isCut ? `${text}…` : text, summary, rest: restOf(whole, lines, isCut) };
}

function restOf(whole, lines, isCut) {
  if (lines > 1) {
    return lines > MOST_LINES ? `more than ${count(MOST_LINES)} lines` : `${count(lines)} lines`;
  }
  return isCut ? `${count(whole.length)} characters` : '';
}

/**
 * JSON on one line, of which `most` characters are enough; of any other message the first line. Line breaks in JSON are
 * never within a string. Whether a long message is JSON all through is not found out here.
 */
function oneLine(message, most) {
  if (looksLikeJson(message) && (message.length > MOST_JSON || jsonIn(message) !== null)) {
    const lines = start(message, most).split('\n');
    return lines.map((line) => line.trim()).join(' ').trimEnd();
  }
  return message.slice(0, message.indexOf('\n')).trimEnd();
}

/** Without what would be an empty line at either end. */
function trimmed(message) {
  const end = message.trimEnd();
  return end === '' ? '' : end.slice(end.search(/[^\r\n]/));
}

function linesOf(text) {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= MOST_LINES; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

/** The start of a line; an escape sequence that would be cut in two is left out, and so is one too many. */
function cutText(line, most) {
  const text = start(line, Math.min(most, tooManyAt(line, most)));
  if (text.length === line.length) {
    return line;
  }
  const escape = text.lastIndexOf(ESCAPE);
  const isOpen = escape >= 0 && escape >= text.length - LONGEST_ESCAPE && !CLOSED_ESCAPE.test(text.slice(escape));
  return isOpen ? text.slice(0, escape) : text;
}

/** Where the first escape is that is not drawn any more. */
function tooManyAt(line, most) {
  let at = line.indexOf(ESCAPE);
  for (let escapes = 0; at >= 0 && at < most && escapes < MOST_STYLED; escapes += 1) {
    at = line.indexOf(ESCAPE, at + 1);
  }
  return at < 0 ? Infinity : at;
}

function count(number) {
  return number.toLocaleString('en');
}

function span(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = visibleText(text);
  return element;
}
