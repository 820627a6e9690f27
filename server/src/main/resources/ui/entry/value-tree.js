// A JSON value as a tree that folds. Branches are made when they are opened, a hundred keys at a time, so that a value of
// any size costs what is looked at.

import { metadataField } from '../filter/quoting.js';
import { isBranch, isNumber } from '../state/exact-json.js';
import { messageNodes } from './message-nodes.js';
import { textOf } from './field.js';
import { valueActions } from './value-actions.js';
import { cut, start, visibleText } from './visible-text.js';

const MOST_AT_ONCE = 100;
const MOST_OF_STRING = 1000;
const MOST_OF_KEY = 200;
const MOST_IN_BRIEF = 5;
const OPEN_LEVELS = 2;
const MOST_OPENED = 20; // keys of a branch that is open from the start

/**
 * A list of what is in `value`, an object or an array. `keys` lead to it in the metadata; null where no query reaches.
 * `look()` answers the present look, `words` are marked in what is shown.
 */
export function valueTree(value, keys, { look, words }, level = 0) {
  const list = document.createElement('ul');
  list.className = 'tree';
  fill(list, Array.isArray(value) ? value : Object.keys(value), 0, { value, keys, level, look, words });
  return list;
}

function fill(list, names, from, branch) {
  const isArray = Array.isArray(branch.value);
  const to = Math.min(names.length, from + MOST_AT_ONCE);
  for (let i = from; i < to; i += 1) {
    const key = isArray ? i : names[i];
    list.append(item(key, branch.value[key], isArray || branch.keys === null ? null : [...branch.keys, key], branch));
  }
  if (to < names.length) {
    const left = names.length - to;
    const more = quiet(`Show ${Math.min(left, MOST_AT_ONCE)} more of ${left.toLocaleString('en')}`, () => {
      const line = more.parentElement;
      line.remove();
      fill(list, names, to, branch);
      list.children[to]?.querySelector('button')?.focus({ preventScroll: true });
    });
    const line = document.createElement('li');
    line.append(more);
    list.append(line);
  }
}

function item(key, value, keys, { level, look, words }) {
  const line = document.createElement('li');
  if (isBranch(value, true) && Object.keys(value).length > 0) {
    folding(line, key, value, keys, { level, look, words });
  } else {
    const field = keys === null ? null : metadataField(keys);
    line.append(keyText(key), ' ', leaf(value, words), ' ', valueActions(String(key), field, value, look));
  }
  return line;
}

function folding(line, key, value, keys, { level, look, words }) {
  const button = quiet('', () => unfold(button.ariaExpanded !== 'true'));
  const field = keys !== null && Array.isArray(value) ? metadataField(keys) : null; // a query compares no objects
  let branch = null;
  const unfold = (isOpen) => {
    button.ariaExpanded = String(isOpen);
    if (isOpen && branch === null) {
      branch = valueTree(value, keys, { look, words }, level + 1);
      line.append(branch);
    }
    if (branch !== null) {
      branch.hidden = !isOpen;
    }
  };
  button.className = 'branch quiet';
  button.append(keyText(key), ' ', text('brief', brief(value)));
  line.append(button, ' ', valueActions(String(key), field, value, look));
  unfold(level < OPEN_LEVELS && Object.keys(value).length <= MOST_OPENED);
}

/** A value that is no branch, with these words marked in it. */
export function leaf(value, words) {
  const whole = textOf(value);
  const shown = text('leaf', '');
  shown.dataset.type = value === null ? 'null' : isNumber(value) ? 'number' : typeof value;
  if (whole.length <= MOST_OF_STRING) {
    shown.append(textNodes(whole, words));
    return shown;
  }
  const more = quiet(`Show all ${whole.length.toLocaleString('en')} characters`, () =>
    shown.replaceChildren(textNodes(whole, words)),
  );
  shown.append(textNodes(start(whole, MOST_OF_STRING), words), '… ', more);
  return shown;
}

function textNodes(value, words) {
  return words.length === 0 && !value.includes('://') ? visibleText(value) : messageNodes(value, words);
}

/** "{host, status, …}" or "[12]". */
function brief(value) {
  if (Array.isArray(value)) {
    return `[${value.length.toLocaleString('en')}]`;
  }
  const keys = Object.keys(value);
  const begin = keys.slice(0, MOST_IN_BRIEF).map((key) => cut(key, 20)).join(', ');
  return `{${begin}${keys.length > MOST_IN_BRIEF ? `, … ${keys.length.toLocaleString('en')} keys` : ''}}`;
}

function keyText(key) {
  return text('key', `${cut(String(key), MOST_OF_KEY)}:`);
}

function text(className, content) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = visibleText(content);
  return element;
}

function quiet(label, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'more';
  button.textContent = label;
  button.addEventListener('click', act);
  return button;
}
