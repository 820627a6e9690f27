// From where a person zoomed into a range, so that zooming out leads back there.

import { widened } from './range.js';

const MOST_STEPS = 50;

/** `{from, into}`, the newest last: ranges. */
const steps = [];

/** That a range was left for one within it. */
export function zoomedIn(from, into) {
  steps.push({ from, into: JSON.stringify(into) });
  steps.splice(0, steps.length - MOST_STEPS);
}

/** The range to go back to, or one twice as wide if nobody zoomed into this one. */
export function zoomedOut(range, now) {
  if (steps.at(-1)?.into === JSON.stringify(range)) {
    return steps.pop().from;
  }
  return widened(range, now);
}
