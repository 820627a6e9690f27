// A message, or a part of it, as nodes: its colours as a terminal shows them, the words that are looked for marked, and
// everything that could deceive the eye made visible.

import { isPlain, runsOf } from './ansi.js';
import { matchesIn } from './matches.js';
import { inkOnGround, inkPair } from './readable-colour.js';
import { visibleText } from './visible-text.js';

const FLAGS = ['bold', 'dim', 'italic', 'underline', 'struck'];

const MOST_MARKED = 2000; // of each word

/** A fragment; `words` are in lower case. */
export function messageNodes(text, words, mostMarked = MOST_MARKED) {
  const nodes = document.createDocumentFragment();
  const lines = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
  const runs = runsOf(lines);
  const matches = matchesIn(runs.length === 1 ? runs[0].text : runs.map((run) => run.text).join(''), words, mostMarked);
  let begin = 0;
  let next = 0; // the first match that ends behind `begin`
  for (const run of runs) {
    const end = begin + run.text.length;
    const parent = isPlain(run.style) ? nodes : nodes.appendChild(styled(run.style));
    let at = begin;
    for (; next < matches.length && matches[next][0] < end; next += 1) {
      const [from, to] = matches[next];
      append(parent, run.text.slice(at - begin, Math.max(from, at) - begin));
      at = Math.min(to, end);
      parent.append(marked(run.text.slice(Math.max(from, begin) - begin, at - begin)));
      if (to > end) {
        break; // and it goes on in the next run
      }
    }
    append(parent, run.text.slice(at - begin));
    begin = end;
  }
  return nodes;
}

function append(parent, text) {
  if (text !== '') {
    parent.append(visibleText(text));
  }
}

function marked(text) {
  const mark = document.createElement('mark');
  mark.textContent = visibleText(text);
  return mark;
}

function styled(style) {
  const span = document.createElement('span');
  span.className = ['ansi', ...FLAGS.filter((flag) => style[flag])].join(' ');
  const [ink, ground] = style.inverse ? [style.ground, style.ink] : [style.ink, style.ground];
  if (ground !== undefined) {
    const pair = inkOnGround(ink, ground);
    span.style.color = pair.ink;
    span.style.backgroundColor = pair.ground;
  } else if (style.inverse) {
    span.classList.add('inverse');
  } else if (typeof ink === 'number') {
    span.classList.add(`ink-${ink}`);
  } else if (ink !== undefined) {
    const { light, dark } = inkPair(ink);
    span.classList.add('ink');
    span.style.setProperty('--on-light', light);
    span.style.setProperty('--on-dark', dark);
  }
  return span;
}
