// A query in the colours of its parts, with the place marked where it stops making sense. The text stays exactly the same.

import { html } from 'lit';
import { tokensOf } from './tokens.js';

/** `faultAt` is null for a query that is right. */
export function coloured(query, faultAt) {
  const tokens = tokensOf(query);
  const fault = faultAt === null ? null : { start: faultAt, end: faultEnd(query, tokens, faultAt) };
  const parts = tokens.flatMap((token, index) => {
    const gapStart = index === 0 ? 0 : tokens[index - 1].end;
    return [...pieces(query, null, gapStart, token.start, fault), ...pieces(query, token, token.start, token.end, fault)];
  });
  const rest = pieces(query, null, tokens.at(-1)?.end ?? 0, query.length, fault);
  // A place at the end has nothing to underline but the room behind it.
  const missing = fault !== null && fault.start >= query.length ? [html`<span class="fault">\u00a0</span>`] : [];
  return [...parts, ...rest, ...missing];
}

/** The part that a fault stands in, or the one character. */
function faultEnd(query, tokens, at) {
  return tokens.find(({ start, end }) => start <= at && at < end)?.end ?? at + 1;
}

function pieces(query, token, start, end, fault) {
  const cuts = fault === null ? [] : [fault.start, fault.end].filter((at) => at > start && at < end);
  const places = [start, ...cuts, end];
  return places.slice(1).flatMap((to, index) => (to > places[index] ? [piece(query, token, places[index], to, fault)] : []));
}

function piece(query, token, start, end, fault) {
  const isFault = fault !== null && start >= fault.start && end <= fault.end;
  const text = query.slice(start, end);
  const kind = token?.kind ?? 'space';
  return html`<span data-token=${kind} data-start=${start} class=${isFault ? 'fault' : ''}
    ?data-negated=${token?.negated ?? false}>${text}</span>`;
}
