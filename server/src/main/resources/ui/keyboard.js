// The page's keys. They are left alone while somebody types, and where a control needs them itself. Space, though, pauses
// also when the last thing that somebody clicked was a button: only who came to it with the keyboard means the button.

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
  ['e', 'next-error'],
  ['E', 'previous-error'],
  ['n', 'next-match'],
  ['N', 'previous-match'],
  ['[', 'earlier'],
  [']', 'later'],
  ['x', 'exclude'],
  ['y', 'copy-link'],
  ['Escape', 'leave'],
]);
const WITH_SHIFT = new Map([
  ['ArrowDown', 'extend-next'],
  ['ArrowUp', 'extend-previous'],
]);

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
const OWN_KEYS = ['Enter', ' ', 'ArrowDown', 'ArrowUp', 'Home', 'End']; // what buttons, menus and the like answer to
const CONTROLS = 'button, a, summary, input, [role=option], [role=menuitem], [role=separator], [popover], time-histogram *';
const PRESSED = 'button, summary, a, input[type=checkbox], input[type=radio]';
const ONCE = ['toggle-pause', 'toggle-entry']; // however long the key is held down

/** Calls `does(name)` for each key of the page. */
export function listenToKeys(does) {
  let clicked = null; // the button that has the focus because it was clicked
  let isSpaceTaken = false;
  addEventListener('click', ({ detail }) => (clicked = detail > 0 ? document.activeElement : null), { passive: true });
  addEventListener('focusin', ({ target }) => (clicked = target === clicked ? clicked : null));
  addEventListener('keydown', (event) => {
    const name = (event.shiftKey && WITH_SHIFT.get(event.key)) || KEYS.get(event.key);
    const { target } = event;
    // On many keyboards a bracket is typed with AltGr, which some systems tell as Control and Alt.
    const isCommand = event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));
    if (name === undefined || event.defaultPrevented || isCommand) {
      return;
    }
    if (!(target instanceof Element) || target.matches(TYPING) || document.querySelector('dialog[open]') !== null) {
      return;
    }
    const isOnlyClicked = event.key === ' ' && target === clicked && target.matches(PRESSED) && target.closest('[popover]') === null;
    if (OWN_KEYS.includes(event.key) && target.closest(CONTROLS) !== null && !isOnlyClicked) {
      return;
    }
    if (name !== 'leave') {
      event.preventDefault();
    }
    isSpaceTaken = isOnlyClicked;
    if (!event.repeat || !ONCE.includes(name)) {
      does(name);
    }
  });
  addEventListener('keyup', (event) => {
    if (event.key === ' ' && isSpaceTaken) {
      event.preventDefault(); // a button would take it for its own when it is let go
    }
    isSpaceTaken = false;
  });
}
