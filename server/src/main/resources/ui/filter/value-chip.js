// One value to filter by, as a button that is pressed while the filter has it.

import { html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';
import { compact } from './compact.js';
import { counted } from '../state/counted.js';

/** `toggle(isOnly)` is called with true if only this value is wanted. `count` is undefined if it is not known. */
export function valueChip({ value, level, count, isChosen, over, toggle }) {
  const label = visibleText(value);
  const title = [label, count === undefined ? null : `${counted(count)} ${over}`, 'Alt-click for this one only'];
  return html`<button
    type="button"
    class="chip"
    data-value=${value}
    data-level=${level ?? nothing}
    aria-pressed=${String(isChosen)}
    ?data-none=${count === 0}
    title=${title.filter((line) => line !== null).join('\n')}
    @click=${(event) => toggle(isOnly(event))}
  ><span class="chip-label">${label}</span>
  ${count === undefined ? nothing : html`<span class="chip-count">${compact(count)}</span>`}</button>`;
}

/** The second click of a double click takes the first one's place. */
function isOnly(event) {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.detail > 1;
}

/** A key of the filter that is set, with a way to be rid of it. */
export function setChip({ key, label, sign, value, remove }) {
  const text = visibleText(value);
  return html`<button type="button" class="chip set" data-key=${key} title=${`Remove ${label} ${sign} ${text}`}
    @click=${remove}
    ><span class="chip-label">${label} ${sign} ${text}</span><span class="chip-cross" aria-hidden="true">×</span
    ><span class="unseen">, remove</span></button>`;
}
