// A message, or a part of it, as nodes: its colours as a terminal shows them, or else those of what is JSON or pairs; the
// words that are looked for marked; addresses of the web as links; and everything that could deceive the eye made visible.

import { isPlain, runsOf } from './ansi.js';
import { linksIn } from './links.js';
import { matchesIn } from './matches.js';
import { inkOnGround, inkPair } from './readable-colour.js';
import { syntaxIn } from './syntax.js';
import { visibleText } from './visible-text.js';

const FLAGS = ['bold', 'dim', 'italic', 'underline', 'struck'];

const MOST_MARKED = 2000; // of each word

const MOST_LINKS = 200;
const MOST_COLOURED = 1000; // names and values

/** A fragment; `words` are in lower case. At most so many places of each are marked, linked and coloured. */
export function messageNodes(text, words, most = MOST_MARKED) {
  const nodes = document.createDocumentFragment();
  const lines = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
  const runs = runsOf(lines);
  const whole = runs.length === 1 ? runs[0].text : runs.map((run) => run.text).join('');
  const isPlainText = runs.every(({ style }) => isPlain(style));
  const marks = ranges(matchesIn(whole, words, most));
  const links = ranges(linksIn(whole, Math.min(most, MOST_LINKS)));
  const colours = ranges(isPlainText ? syntaxIn(whole, Math.min(most, MOST_COLOURED)) : []);
  let begin = 0;
  for (const run of runs) {
    const end = begin + run.text.length;
    const parent = isPlain(run.style) ? nodes : nodes.appendChild(styled(run.style));
    let link = null; // {range, element}
    for (let at = begin; at < end; ) {
      const [[mark, m], [address, l], [colour, c]] = [marks(at), links(at), colours(at)];
      const to = Math.min(end, m, l, c);
      if (address !== null && link?.range !== address) {
        link = { range: address, element: parent.appendChild(linkTo(address[2])) };
      }
      const within = address === null ? parent : link.element;
      const place = colour === null ? within : within.appendChild(coloured(colour[2]));
      const piece = run.text.slice(at - begin, to - begin);
      place.append(mark === null ? visibleText(piece) : marked(piece));
      at = to;
    }
    begin = end;
  }
  return nodes;
}

/** Answers, for places that only grow, the range that one is in or null, and where that changes. */
function ranges(list) {
  let next = 0;
  return (at) => {
    while (next < list.length && list[next][1] <= at) {
      next += 1;
    }
    const range = list[next];
    if (range === undefined) {
      return [null, Infinity];
    }
    return range[0] <= at ? [range, range[1]] : [null, range[0]];
  };
}

function linkTo(address) {
  const link = document.createElement('a');
  link.className = 'link';
  link.href = address;
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.title = visibleText(address);
  return link;
}

function coloured(kind) {
  const span = document.createElement('span');
  span.className = `is-${kind}`;
  return span;
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
