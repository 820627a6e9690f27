// The names of metadata fields, as a query writes them, learned from recent entries.

import { ask } from '../state/api.js';
import { metadataField } from './quoting.js';
import { isBranch } from '../state/exact-json.js';

const KEPT_MS = 10_000;
const MOST = 1000;
const DEEPEST = 4;
const WIDEST = 300; // keys of one object: there are entries with thousands
const LONGEST = 100;

let learned = [];
let learnedAt = -Infinity;
let asking = null;

/** Most frequent first. Several callers share one question; without an answer it is what was learned before. */
export async function metadataFields() {
  if (performance.now() - learnedAt > KEPT_MS) {
    asking ??= ask('logs', { limit: 100 })
      .then(({ entries }) => learn(entries), () => {})
      .finally(() => (asking = null));
    await asking;
  }
  return learned;
}

function learn(entries) {
  const counts = new Map();
  entries.forEach((entry) => count(counts, entry.metadata ?? {}, []));
  learned = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  learnedAt = performance.now();
}

function count(counts, object, above) {
  const keysOfUse = Object.keys(object).slice(0, WIDEST).filter((key) => key.length <= LONGEST);
  for (const key of keysOfUse) {
    const value = object[key];
    const keys = [...above, key];
    if (isBranch(value) && keys.length < DEEPEST) {
      count(counts, value, keys);
    } else {
      const name = metadataField(keys);
      if (counts.has(name) || counts.size < MOST) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
}
