// What bars say in words: for the tooltip, for screen readers, and for the line above them.

import { sentence } from '../state/sentence.js';
import { visibleText } from '../entry/visible-text.js';
import { LEVELS } from '../filter/filter.js';
import { counted } from '../state/counted.js';
import { indexAt, levelTotals, total } from './bars.js';
import { lengthOf, lengthText } from './duration.js';
import { shortSpanText } from './moment-text.js';
import { spanPhrase } from './range.js';

/** The counts of each level in the bars of a span that begins and ends with bars. */
export function countsIn(bars, { from, to }) {
  return levelTotals({ counts: bars.counts.slice(indexAt(bars, from), indexAt(bars, to - 1) + 1) });
}

/** "10:00:15 – 10:00:30, 225 entries: 2 error, 4 warn, 219 info", what matters most first. */
export function spanWords(bars, span, zone, now) {
  const counts = countsIn(bars, span);
  const levels = LEVELS.map((level, index) => [counts[index], level]).filter(([count]) => count > 0).reverse();
  const parts = levels.map(([count, level]) => `${count.toLocaleString('en')} ${level}`).join(', ');
  return `${shortSpanText(span.from, span.to, zone, now)}, ${counted(total(counts))}${parts === '' ? '' : `: ${parts}`}`;
}

/** "12,345 entries in the last 15 min · 15 s a bar"; a range that stands still says itself which it is. */
export function summary(bars, range) {
  const over = range.kind === 'fixed' ? '' : ` in ${spanPhrase(range)}`;
  return `${counted(total(levelTotals(bars)))}${over} · ${lengthText(lengthOf(bars.interval))} a bar`;
}

/** Why there are no bars, as a sentence. */
export function reasonText(failure) {
  if (failure instanceof TypeError) {
    return 'The server does not answer.';
  }
  return sentence(visibleText(failure.message));
}
