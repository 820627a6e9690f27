// The line below the query's input: what is wrong with the query, or what the eye would miss in it.

import { sentence } from '../state/sentence.js';
import { html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';

/** `fault` is `{message, isOfQuery, isApplied}` or null; `searchAsText` is offered for what is no query. */
export function faultLine(draft, fault, searchAsText) {
  if (fault === null) {
    const visible = visibleText(draft);
    return visible === draft ? nothing : `Not all of this query can be seen: ${visible}`;
  }
  const kept = fault.isApplied ? '' : ' The filter stays as it was.';
  return html`<span>${visibleText(sentence(fault.message))}${kept}</span>
    ${fault.isOfQuery ? html`<button type="button" @click=${searchAsText}>Search for this as text</button>` : nothing}`;
}
