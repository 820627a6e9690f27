// A stack trace in a message: which of its lines are frames, which frames belong to libraries, and what a row tells of it.

import { isLibraryFrame, kindOf } from './stack-line.js';

const LEAST_FOLDED = 3; // library frames in a row
const MOST_LINES = 5000;
const SUMMARY_CHARACTERS = 8000;
const SUMMARY_LINES = 60;
const TRACEBACK = /^\s*Traceback \(most recent call last\):/;
const PYTHON_FRAME = /^\s*File "/;

/**
 * The parts of a message with a stack trace, in order: `{kind, lines}` with kind 'text', 'cause' or 'frames', the latter
 * with `isLibrary`. Null for a message that has none, or one too long to read.
 */
export function traceOf(message) {
  const lines = message.split('\n', MOST_LINES + 1);
  if (lines.length < 2 || lines.length > MOST_LINES) {
    return null;
  }
  const parts = [];
  for (const { kind, isLibrary, text } of classified(lines)) {
    const last = parts.at(-1);
    if (last !== undefined && last.kind === kind && last.isLibrary === isLibrary && kind !== 'cause') {
      last.lines.push(...text);
    } else {
      parts.push({ kind, isLibrary, lines: text });
    }
  }
  return parts.some(({ kind }) => kind === 'frames') ? parts : null;
}

/** Whether so many frames are better folded. */
export function isFolded({ kind, isLibrary, lines }) {
  return kind === 'frames' && isLibrary && lines.length >= LEAST_FOLDED;
}

/** The exception and a frame of a message with a stack trace, in one line; '' for a message that has none. */
export function traceSummary(message) {
  const begin = message.slice(0, SUMMARY_CHARACTERS).split('\n', SUMMARY_LINES);
  const at = begin.findIndex((line, index) => index > 0 && kindOf(line) === 'frame');
  if (at < 0) {
    return '';
  }
  return PYTHON_FRAME.test(begin[at]) ? pythonSummary(message) : summary(begin, at);
}

function summary(lines, at) {
  const isGo = lines[at].startsWith('\t') && !/^\s+at\s/.test(lines[at]);
  const frame = isGo ? `${lines[at - 1].trim()} ${lines[at].trim()}` : lines[at].trim();
  const exception = isGo || at === 1 ? '' : `${lines[at - 1].trim()} `;
  return `${exception}${frame}`;
}

/** What a trace of Python that begins a message tells last, `{exception, frame}`; null if the message begins otherwise. */
export function pythonTrace(message) {
  if (!TRACEBACK.test(message)) {
    return null;
  }
  const end = message.slice(-SUMMARY_CHARACTERS).trimEnd().split('\n').slice(-SUMMARY_LINES);
  const frame = end.findLast((line) => kindOf(line) === 'frame') ?? '';
  return { exception: end.at(-1).trim(), frame: frame.trim() };
}

/** Python tells the exception last, behind the frame where it was raised. */
function pythonSummary(message) {
  const end = message.slice(-SUMMARY_CHARACTERS).trimEnd().split('\n').slice(-SUMMARY_LINES);
  const frame = end.findLast((line) => kindOf(line) === 'frame') ?? '';
  return `${end.at(-1).trim()} ${frame.trim()}`;
}

/** Each line with what it is; a frame together with the lines that belong to it. */
function* classified(lines) {
  for (let i = 0; i < lines.length; i += 1) {
    const kind = kindOf(lines[i]);
    const next = i + 1 < lines.length ? kindOf(lines[i + 1]) : 'text';
    if (kind === 'frame') {
      const text = [lines[i]];
      const isPython = PYTHON_FRAME.test(lines[i]);
      while (isPython && text.length < 3 && isSourceLine(lines[i + 1])) {
        i += 1;
        text.push(lines[i]);
      }
      yield { kind: 'frames', isLibrary: isLibraryFrame(text[0]), text };
    } else if (kind === 'text' && next === 'frame' && lines[i + 1].startsWith('\t') && !/^\s+at\s/.test(lines[i + 1])) {
      yield { kind: 'frames', isLibrary: isLibraryFrame(lines[i + 1]), text: [lines[i], lines[i + 1]] }; // of Go
      i += 1;
    } else if (kind === 'more') {
      yield { kind: 'frames', isLibrary: true, text: [lines[i]] };
    } else {
      yield { kind, isLibrary: false, text: [lines[i]] };
    }
  }
}

/** Below a Python frame: the source, and carets that point into it. */
function isSourceLine(line) {
  return line !== undefined && /^ {4,}\S/.test(line) && kindOf(line) === 'text';
}
