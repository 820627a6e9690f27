// What a row of the list shows of a message: one line of it, and a word on what is folded away. It costs the same for a
// message of any length.

import { jsonIn, looksLikeJson } from './json-message.js';
import { messageNodes } from './message-nodes.js';
import { traceSummary } from './stack-trace.js';
import { cut, start, visibleText } from './visible-text.js';

const MOST_WRAPPED = 4000; // characters, which are cut at 12 lines
const MOST_CUT = 1000;
const CLAMPED_FROM = 600;
const MOST_JSON = 20_000;
const MOST_LINES = 10_000;
const MOST_SUMMARY = 300;
const ESCAPE = '\x1b';
const LONGEST_ESCAPE = 70;

/** The nodes of the message's cell. */
export function rowMessage(message, { settings, words }) {
  const { text, summary, rest } = summaryOf(message, settings.lines === 'cut' ? MOST_CUT : MOST_WRAPPED);
  const element = span('text', '');
  element.classList.toggle('is-long', text.length > CLAMPED_FROM);
  element.append(messageNodes(text, words));
  const nodes = [element];
  if (summary !== '') {
    nodes.push(' ', span('trace', cut(summary, MOST_SUMMARY)));
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
  const line = lines === 1 ? whole : oneLine(whole);
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

/** JSON on one line; of any other message the first line. Line breaks in JSON are never within a string. */
function oneLine(message) {
  if (message.length <= MOST_JSON && looksLikeJson(message) && jsonIn(message) !== null) {
    return message.split('\n').map((line) => line.trim()).join(' ');
  }
  return message.slice(0, message.indexOf('\n')).trimEnd();
}

/** Without what would be an empty line at either end. */
function trimmed(message) {
  let from = 0;
  while (message[from] === '\n' || message[from] === '\r') {
    from += 1;
  }
  let to = message.length;
  while (to > from && (message[to - 1] === '\n' || message[to - 1] === '\r')) {
    to -= 1;
  }
  return message.slice(from, to);
}

function linesOf(text) {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= MOST_LINES; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

/** The start of a line; an escape sequence that would be cut in two is left out. */
function cutText(line, most) {
  if (line.length <= most) {
    return line;
  }
  const text = start(line, most);
  const escape = text.lastIndexOf(ESCAPE);
  const isOpen = escape >= text.length - LONGEST_ESCAPE && escape >= 0 && !/^\x1b\[[\d:;]*[^\d:;]/.test(text.slice(escape));
  return isOpen ? text.slice(0, escape) : text;
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
