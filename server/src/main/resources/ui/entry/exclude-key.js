// Excluding the value that somebody points at or has come to with the keyboard: in a row, or in an open entry.

import { canBeFiltered } from './field.js';
import { tell } from '../state/tell.js';
import { aboutButton } from './value-button.js';

const PLACES = 'entry-details :is(td, li)';

/** Says whether there was such a value. */
export function excludeAtHand() {
  const value = [document.activeElement, ...document.querySelectorAll('.value:hover')].find((at) => aboutButton(at) !== undefined);
  if (value !== undefined) {
    const { field, value: excluded } = aboutButton(value);
    if (canBeFiltered(field)) {
      tell(document.body, 'refine', { field, value: excluded, exclude: true });
    }
    return canBeFiltered(field);
  }
  const places = [document.activeElement.closest(PLACES), [...document.querySelectorAll(`${PLACES}:hover`)].at(-1)];
  const button = places.map((place) => place?.querySelector('.actions [data-act=exclude]')).find((found) => found != null);
  button?.click();
  return button !== undefined;
}
