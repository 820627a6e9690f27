// The page's keys. They are left alone while somebody types, and where a control needs them itself.

const KEYS = new Map([
  ['/', 'focus-filter'],
  ['j', 'next'],
  ['ArrowDown', 'next'],
  ['k', 'previous'],
  ['ArrowUp', 'previous'],
  ['Enter', 'toggle-entry'],
  [' ', 'toggle-pause'],
  ['g', 'first'],
  ['Home', 'first'],
  ['G', 'newest'],
  ['End', 'newest'],
  ['f', 'follow'],
  ['t', 'theme'],
  ['c', 'copy'],
  ['?', 'help'],
  ['Escape', 'leave'],
]);

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
const OWN_KEYS = ['Enter', ' ', 'ArrowDown', 'ArrowUp', 'Home', 'End']; // what buttons, menus and the like answer to
const CONTROLS = 'button, a, summary, input, [role=option], [role=menuitem], [role=separator], [popover], time-histogram *';

/** Calls `does(name)` for each key of the page. */
export function listenToKeys(does) {
  addEventListener('keydown', (event) => {
    const name = KEYS.get(event.key);
    const { target } = event;
    if (name === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (!(target instanceof Element) || target.matches(TYPING) || document.querySelector('dialog[open]') !== null) {
      return;
    }
    if (OWN_KEYS.includes(event.key) && target.closest(CONTROLS) !== null) {
      return;
    }
    if (name !== 'leave') {
      event.preventDefault();
    }
    does(name);
  });
}
