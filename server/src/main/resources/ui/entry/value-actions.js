// The buttons beside a value in an open entry: filter for it, exclude it, show it as a column, copy it. One that cannot
// apply is absent.

import { copyText } from './copy.js';
import { canBeColumn, canBeFiltered, textOf } from './field.js';
import { icon } from './icon.js';
import { isBranch } from '../state/exact-json.js';
import { tell } from '../state/tell.js';
import { cut, visibleText } from './visible-text.js';

const MOST_NAMED = 60; // characters of a field, and of its value, in a button's name

/** `field` is null for a value that no query can name, such as an item of a list; then `label` names it. */
export function valueActions(label, field, value, look) {
  const actions = document.createElement('span');
  actions.className = 'actions';
  const text = isBranch(value, true) ? '' : textOf(value);
  const name = visibleText(`${cut(field ?? label, MOST_NAMED)} ${cut(text, MOST_NAMED)}`.trim());
  if (field !== null && canBeFiltered(field)) {
    actions.append(
      action('add', `Filter for ${name}`, (button) => tell(button, 'refine', { field, value, exclude: false })),
      action('exclude', `Exclude ${name}`, (button) => tell(button, 'refine', { field, value, exclude: true })),
    );
  }
  if (field !== null && canBeColumn(field)) {
    actions.append(columnAction(field, look));
  }
  actions.append(action('copy', `Copy ${name}`, (button) => copy(button, textOf(value))));
  return actions;
}

/** Brings the column buttons within an element up to what the list's columns are now. */
export function showColumns(element, columns) {
  for (const button of element.querySelectorAll('.actions [data-field]')) {
    button.ariaPressed = String(columns.includes(button.dataset.field));
  }
}

/** Copies a text and says so; `element` is where it was asked for. */
export async function copy(element, text) {
  const isCopied = await copyText(text);
  tell(element, 'announce', { text: isCopied ? 'Copied.' : 'The browser does not let this page copy.' });
  if (isCopied) {
    element.classList.add('is-done');
    setTimeout(() => element.classList.remove('is-done'), 1200);
  }
}

function columnAction(field, look) {
  const button = action('column', visibleText(`Column ${cut(field, MOST_NAMED)}`), () => {
    const columns = look().columns;
    const others = columns.filter((column) => column !== field);
    tell(button, 'view-change', { columns: columns.includes(field) ? others : [...columns, field] });
  });
  button.dataset.field = field;
  button.ariaPressed = String(look().columns.includes(field));
  return button;
}

function action(sign, name, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.dataset.act = sign;
  button.title = name;
  button.ariaLabel = name;
  button.append(icon(sign));
  button.addEventListener('click', () => act(button));
  return button;
}
