// The time of all that matches a filter: what a trace takes, wherever in the log it is.

import { parametersOf } from '../filter/filter.js';
import { askPage } from '../state/api.js';
import { LIVE } from '../state/view.js';
import { fixedRange } from './range.js';

const LEAST_MARGIN_MS = 1000;
const MARGIN = 0.05; // of what it takes, so that its ends do not stick to the edges of the chart

/** The fixed range from the first entry to the last one; live if the server cannot say. */
export async function rangeOf(filter) {
  try {
    const [first, last] = await Promise.all(['time_asc', 'time_desc'].map((order) => timeOfFirst(filter, order)));
    const margin = Math.max(LEAST_MARGIN_MS, Math.round((last - first) * MARGIN));
    return fixedRange(first - margin, last + margin);
  } catch {
    return LIVE;
  }
}

async function timeOfFirst(filter, order) {
  const { entries } = await askPage([...parametersOf(filter), ['order', order], ['limit', 1]]);
  return Date.parse(entries[0].timestamp);
}
