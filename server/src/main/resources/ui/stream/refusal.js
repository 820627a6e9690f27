// Why a socket was not opened. A browser does not tell a page the HTTP answer to a refused upgrade, so the page asks
// the event stream, which takes the same parameters, and leaves as soon as that has answered.

const REFUSALS = [400, 401, 403, 421];

/** The server's answer as `{isFinal, reason}`: final when trying again cannot help. Null when nothing answered. */
export async function refusal(parameters) {
  const leaving = new AbortController();
  try {
    const answer = await fetch(`api/logs/stream?${parameters}`, { signal: leaving.signal, cache: 'no-store' });
    if (answer.ok) {
      return null;
    }
    return { isFinal: REFUSALS.includes(answer.status), reason: await reasonOf(answer) };
  } catch {
    return null;
  } finally {
    leaving.abort();
  }
}

async function reasonOf(answer) {
  const fallback = `The server answered ${answer.status}.`;
  try {
    const { error } = await answer.json();
    return typeof error === 'string' ? error : fallback;
  } catch {
    return fallback;
  }
}
