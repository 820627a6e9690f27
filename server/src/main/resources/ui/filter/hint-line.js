// The line below the query's input that says where a query would match that matches nothing.

import { html, nothing } from 'lit';
import { counted } from '../state/counted.js';
import { visibleText } from '../entry/visible-text.js';

/** `hint` is `{field, count, query, instead_of}` as the server tells it, or null; `ask` is called with the query. */
export function hintLine(hint, ask) {
  if (hint === null) {
    return nothing;
  }
  const field = html`<code>${visibleText(hint.field)}</code>`;
  const words = hint.instead_of === undefined
    ? html`Nothing matches. ${counted(hint.count)} ${hint.count === 1 ? 'has' : 'have'} it in ${field}.`
    : html`No entry has <code>${visibleText(hint.instead_of)}</code>. Did you mean ${field}?`;
  return html`<span>${words}</span>
    <button type="button" title=${visibleText(hint.query)} @click=${() => ask(hint.query)}>
      ${hint.instead_of === undefined ? 'Show them' : 'Ask for that'}</button>`;
}
