// The list below the query's input: what completes it, or the queries asked lately.

import { html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';

/** `span` is the completion that they are for (see completion.js), null for recent queries. */
export const CLOSED = Object.freeze({ offers: Object.freeze([]), active: -1, span: null, label: '' });

/** `active` is the index of the chosen offer, or -1; `accept` is called with the one that is clicked. */
export function offerList({ offers, active, label, accept }) {
  // Pressing the mouse on the list must not take the focus from the input.
  return html`<ul class="offers" id="offers" role="listbox" aria-label=${label} ?hidden=${offers.length === 0}
    @mousedown=${keepFocus}>
    ${offers.map((offer, index) => html`<li id=${`offer-${index}`} role="option" aria-selected=${String(index === active)}
      data-kind=${offer.kind ?? nothing} @click=${() => accept(offer)}
      ><span class="offer-label">${visibleText(offer.label)}</span>
      ${offer.note ? html`<span class="offer-note">${offer.note}</span>` : nothing}</li>`)}
  </ul>`;
}

/** The list until the next offers are found: those of before that have what is typed now. */
export function stillFitting(list, span) {
  if (span === null || span.kind !== list.span?.kind || span.start !== list.span.start) {
    return CLOSED;
  }
  const offers = list.offers.filter(({ label }) => fits(label.toLowerCase(), span.typed.toLowerCase(), span.kind));
  return offers.length === 0 ? CLOSED : { ...list, offers, active: -1, span };
}

function fits(label, typed, kind) {
  return kind === 'name' ? label.includes(typed) : label.startsWith(typed);
}

function keepFocus(event) {
  event.preventDefault();
}
