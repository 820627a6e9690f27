// Why a socket was not opened. A browser does not tell a page the HTTP answer to a refused upgrade, so the page asks
// the event stream, which takes the same parameters, and leaves as soon as that has answered.

import { refusalOf } from '../state/api.js';

const FINAL = [400, 401, 403, 421];
const MOST_WAITING_MS = 10_000;

/** Whether the server answers at all, whatever it says. */
export async function isThere() {
  try {
    await fetch('health', { signal: AbortSignal.timeout(MOST_WAITING_MS), cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}

/** The server's Refusal, with `isFinal` when trying again cannot help. Null when nothing answered, or nothing is wrong. */
export async function whyRefused(parameters) {
  const leaving = new AbortController();
  try {
    const answer = await fetch(`api/logs/stream?${parameters}`, { signal: leaving.signal, cache: 'no-store' });
    if (answer.ok) {
      return null;
    }
    const refusal = await refusalOf(answer);
    refusal.isFinal = FINAL.includes(answer.status);
    return refusal;
  } catch {
    return null;
  } finally {
    leaving.abort();
  }
}
