// The list below the query's input: what completes it, or the queries asked lately.

import { html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';

/** `active` is the index of the chosen offer, or -1; `accept` is called with the one that is clicked. */
export function offerList({ offers, active, label, accept }) {
  // Pressing the mouse on the list must not take the focus from the input.
  return html`<ul class="offers" id="offers" role="listbox" aria-label=${label} ?hidden=${offers.length === 0}
    @mousedown=${keepFocus}>
    ${offers.map((offer, index) => html`<li id=${`offer-${index}`} role="option" aria-selected=${String(index === active)}
      data-kind=${offer.kind ?? nothing} @click=${() => accept(offer)}
      ><span class="offer-label">${visibleText(offer.label)}</span
      >${offer.note ? html`<span class="offer-note">${offer.note}</span>` : nothing}</li>`)}
  </ul>`;
}

function keepFocus(event) {
  event.preventDefault();
}
