// A value in an entry that can be clicked, to filter for it and the like.

import { cut, visibleText } from './visible-text.js';

const MOST_SHOWN = 400;

const about = new WeakMap(); // {field, value, columns} by button

/** A button that opens the menu of a value. It is reached with the Tab key from within its entry only. */
export function valueButton(text, field, value, columns) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'value';
  button.tabIndex = -1;
  button.textContent = visibleText(cut(text, MOST_SHOWN));
  about.set(button, { field, value, columns });
  return button;
}

/** `{field, value, columns}` of such a button. */
export function aboutButton(button) {
  return about.get(button);
}

// A list of thousands of buttons is no place to tab through, so only those of the entry that has the focus take part.
document.addEventListener('focusin', ({ target }) => setTabbable(target, 0));
document.addEventListener('focusout', ({ target }) => setTabbable(target, -1));

function setTabbable(element, tabIndex) {
  const entry = element.closest?.('.entry');
  entry?.querySelectorAll('.value, .link').forEach((control) => (control.tabIndex = tabIndex));
}
