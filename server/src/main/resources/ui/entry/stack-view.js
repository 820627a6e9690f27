// A stack trace in an open entry: causes stand out, frames of libraries are dimmed, and folded where they are many.

import { messageNodes } from './message-nodes.js';
import { isFolded, pythonTrace } from './stack-trace.js';

/** `parts` as traceOf answers them. */
export function stackView(parts, words) {
  const view = document.createElement('div');
  view.className = 'stack';
  const python = pythonTrace(parts.flatMap(({ lines }) => lines).join('\n'));
  if (python !== null) {
    view.append(block({ kind: 'cause', isLibrary: false, lines: [python.exception] }, words)); // which it tells last
  }
  view.append(...parts.map((part) => (isFolded(part) ? folded(part, words) : block(part, words))));
  return view;
}

function block({ kind, isLibrary, lines }, words) {
  const element = document.createElement('div');
  element.className = kind;
  element.classList.toggle('is-library', isLibrary);
  element.append(messageNodes(lines.join('\n'), words));
  return element;
}

function folded(part, words) {
  const fold = document.createElement('details');
  const summary = document.createElement('summary');
  const frames = part.lines.filter((line) => /^\s*(?:at |File |[^\s@]*@)|^\t/.test(line)).length;
  summary.textContent = `⋯ ${frames} library frames`;
  fold.append(summary, block(part, words));
  return fold;
}
