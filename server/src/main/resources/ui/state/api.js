// Questions to the server's query routes.

/** What a route refused: `message` in the server's words, `code`, HTTP `status`, and `position` in a query. */
export class Refusal extends Error {
  constructor(status, { error, code, position }) {
    super(error);
    this.status = status;
    this.code = code;
    this.position = position;
  }
}

/**
 * The JSON answer of `GET api/…` with these parameters (an object, or URLSearchParams).
 * Throws a Refusal for an answer that is an error, an AbortError if `signal` was, a TypeError when nothing answered.
 */
export async function ask(route, parameters = {}, signal = undefined) {
  const answer = await fetch(`api/${route}?${new URLSearchParams(parameters)}`, { signal, cache: 'no-store' });
  if (answer.ok) {
    return answer.json();
  }
  throw new Refusal(answer.status, await explained(answer));
}

async function explained(answer) {
  try {
    const body = await answer.json();
    if (typeof body.error === 'string') {
      return body;
    }
  } catch {
    // A proxy's own page, then.
  }
  return { error: `The server answered ${answer.status}.` };
}
