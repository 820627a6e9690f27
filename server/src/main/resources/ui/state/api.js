// Questions to the server's query routes.

import { readExactly } from './exact-json.js';

/** What a route refused: `message` in the server's words, `code`, HTTP `status`, and `position` in a query. */
export class Refusal extends Error {
  constructor(status, { error, code, position }) {
    super(error);
    this.status = status;
    this.code = code;
    this.position = position;
  }
}

/** A page of entries, `{entries, next, characters}`, with its size. Throws as `ask` does. */
export async function askPage(parameters, signal) {
  const text = await (await answerOf('logs', parameters, signal)).text();
  const { entries, next } = readExactly(text);
  return { entries, next, characters: text.length };
}

/**
 * The JSON answer of `GET api/…` with these parameters (an object, or URLSearchParams).
 * Throws a Refusal for an answer that is an error, an AbortError if `signal` was, a TypeError when nothing answered.
 */
export async function ask(route, parameters = {}, signal = undefined) {
  return readExactly(await (await answerOf(route, parameters, signal)).text());
}

async function answerOf(route, parameters, signal) {
  const answer = await fetch(`api/${route}?${new URLSearchParams(parameters)}`, { signal, cache: 'no-store' });
  if (answer.ok) {
    return answer;
  }
  throw await refusalOf(answer);
}

/** What an answer that is an error says. */
export async function refusalOf(answer) {
  try {
    const body = await answer.json();
    if (typeof body.error === 'string') {
      return new Refusal(answer.status, body);
    }
  } catch {
    // A proxy's own page, then.
  }
  return new Refusal(answer.status, { error: `The server answered ${answer.status}.` });
}
