// An entry that a link names and that the view does not show: what it is, and a way to it.

import { visibleText } from '../entry/visible-text.js';
import { OPEN_FILTER } from '../filter/filter.js';
import { askPage } from '../state/api.js';
import { follow, pathOf } from '../state/link.js';
import { tell } from '../state/tell.js';
import { addressOf, LIVE } from '../state/view.js';

const MOST_CHARACTERS = 160;

let shown = null;

/** Says it above the list, within `place`; answers the sentence. */
export async function showElsewhere(place, view) {
  hideElsewhere();
  const id = view.entry;
  const note = (shown = document.createElement('div'));
  note.className = 'elsewhere';
  const text = await sentenceOf(id);
  if (note !== shown) {
    return null; // another view was chosen meanwhile
  }
  note.append(visibleText(text));
  if (text.includes('not in this view')) {
    note.append(' ', linkTo({ ...view, filter: OPEN_FILTER, range: LIVE, entry: id }));
  }
  note.append(' ', closing());
  place.prepend(note);
  return text;
}

export function hideElsewhere() {
  shown?.remove();
  shown = null;
}

async function sentenceOf(id) {
  try {
    const { entries } = await askPage({ after: id - 1, before: id + 1, limit: 1 });
    if (entries.length === 0) {
      return `Entry ${id} is not kept any more, or there never was one.`;
    }
    const [{ timestamp, level, service, message }] = entries;
    return `Entry ${id} is not in this view: ${`${timestamp} ${level} ${service} ${message}`.slice(0, MOST_CHARACTERS)}`;
  } catch (failure) {
    return `Entry ${id} could not be looked up. ${failure instanceof TypeError ? 'The server cannot be reached.' : failure.message}`;
  }
}

function linkTo(view) {
  const link = document.createElement('a');
  link.href = pathOf(addressOf(view));
  link.textContent = 'Show it among all entries';
  link.addEventListener('click', follow(() => tell(link, 'view-change', view)));
  return link;
}

function closing() {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.ariaLabel = 'Close this note';
  button.textContent = '✕';
  button.addEventListener('click', hideElsewhere);
  return button;
}
