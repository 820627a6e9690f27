// The menu of a value in an entry: filter for it, exclude it, show it as a column, copy it. There is one, which stands
// beside the value that was clicked.

import { copyText } from './copy.js';
import { canBeColumn, canBeFiltered, textOf } from './field.js';
import { icon } from './icon.js';
import { aboutButton } from './value-button.js';
import { cut, visibleText } from './visible-text.js';

const MOST_IN_TITLE = 60;
const EDGE = 4; // pixels between the menu and the edge of the window

const menu = document.createElement('div');
menu.className = 'value-menu';
menu.popover = 'auto';
menu.role = 'menu';
let opener = null;

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('.value');
  const about = button && aboutButton(button);
  if (about) {
    open(button, about);
  }
});

// The row beside which it stands is not to move away meanwhile.
menu.addEventListener('toggle', ({ newState }) => tell('value-menu', { isOpen: newState === 'open' }));

menu.addEventListener('keydown', (event) => {
  const items = [...menu.querySelectorAll('[role=menuitem]')];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next !== undefined) {
    items.at(next % items.length).focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    close();
  }
  if (next !== undefined || event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
  }
  event.stopPropagation(); // the page's own keys have no meaning here
});

function open(button, about) {
  opener = button;
  menu.replaceChildren(title(about), ...itemsOf(about));
  menu.ariaLabel = `${about.field} ${shortText(about.value)}`;
  if (!menu.isConnected) {
    document.querySelector('main').append(menu);
  }
  menu.showPopover();
  place(button.getBoundingClientRect());
  menu.querySelector('[role=menuitem]').focus();
}

function place({ left, top, bottom }) {
  const { width, height } = menu.getBoundingClientRect();
  const isBelow = bottom + height + EDGE <= innerHeight || top < height;
  menu.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  menu.style.top = `${Math.max(EDGE, isBelow ? Math.min(bottom + 2, innerHeight - height - EDGE) : top - height - 2)}px`;
}

function close() {
  menu.hidePopover();
  if (opener?.isConnected) {
    opener.focus({ preventScroll: true });
  }
}

function title({ field, value }) {
  const line = document.createElement('p');
  const [name, text] = [document.createElement('span'), document.createElement('bdi')];
  name.className = 'field';
  name.textContent = visibleText(field);
  text.textContent = shortText(value);
  line.append(name, ' ', text);
  return line;
}

function shortText(value) {
  return visibleText(cut(textOf(value), MOST_IN_TITLE));
}

function itemsOf({ field, value, columns }) {
  const items = [];
  if (canBeFiltered(field)) {
    items.push(
      item('add', 'Filter for it', () => tell('refine', { field, value, exclude: false })),
      item('exclude', 'Exclude it', () => tell('refine', { field, value, exclude: true })),
    );
  }
  if (canBeColumn(field)) {
    const isShown = columns.includes(field);
    const others = columns.filter((column) => column !== field);
    items.push(
      item('column', isShown ? 'Hide the column' : 'Show as a column', () =>
        tell('view-change', { columns: isShown ? others : [...columns, field] }),
      ),
    );
  }
  items.push(item('copy', 'Copy', () => copy(value)));
  return items;
}

function item(sign, text, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.role = 'menuitem';
  button.tabIndex = -1;
  button.append(icon(sign), text);
  button.addEventListener('click', () => {
    close();
    act();
  });
  return button;
}

async function copy(value) {
  const isCopied = await copyText(textOf(value));
  tell('announce', { text: isCopied ? 'Copied.' : 'The browser does not let this page copy.' });
}

/** Told by the menu itself: the row of the value may be out of sight by now. */
function tell(name, detail) {
  menu.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
