// What the server says of a query. Only the server knows the whole language; here nothing is judged.

import { ask } from '../state/api.js';

/**
 * Null for a query that is right, else `{message, at}`: the server's words, and the place counted as JavaScript counts.
 * Throws if the server could not say.
 */
export async function faultIn(query, signal) {
  if (query.trim() === '') {
    return null;
  }
  try {
    // Of the last second only: it is the query that is asked about, not the log.
    await ask('logs', { q: query, from: '1s', limit: 1 }, signal);
    return null;
  } catch (refusal) {
    if (refusal.status === 400) {
      return { message: refusal.message, at: placeIn(query, refusal.position) };
    }
    throw refusal;
  }
}

/** The server counts Unicode characters. Null without a position. */
export function placeIn(query, position) {
  return Number.isInteger(position) ? [...query].slice(0, position).join('').length : null;
}
