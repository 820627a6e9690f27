// What a row tells behind its message: tags and metadata that are no columns, as far as they fit into a few words.

import { metadataField } from '../filter/quoting.js';
import { isBranch } from '../state/exact-json.js';
import { textOf } from './field.js';
import { valueButton } from './value-button.js';
import { cut } from './visible-text.js';

const MOST_VALUES = 16;
const MOST_CHARACTERS = 400;
const MOST_OF_ONE = 60;
const DEEPEST = 4;

/** An element, or null if there is nothing to tell. */
export function rowDetails(entry, columns) {
  const details = document.createElement('span');
  details.className = 'details';
  let room = MOST_CHARACTERS;
  let shown = 0;
  for (const { text, field, value } of valuesOf(entry)) {
    if (columns.includes(field)) {
      continue;
    }
    if (shown === MOST_VALUES || room <= 0) {
      details.append('⋯');
      break;
    }
    const short = cut(text, MOST_OF_ONE);
    details.append(valueButton(short, field, value, columns), ' ');
    room -= short.length;
    shown += 1;
  }
  return shown === 0 ? null : details;
}

function* valuesOf({ tags, user_id, metadata }) {
  for (const tag of tags) {
    yield { text: `#${tag}`, field: 'tags', value: tag };
  }
  if (user_id !== undefined) {
    yield { text: `user_id=${user_id}`, field: 'user_id', value: user_id };
  }
  yield* leavesOf(metadata, []);
}

/** The values in nested objects, each under the path that leads to it. */
function* leavesOf(object, above) {
  for (const key in object) {
    const value = object[key];
    const keys = [...above, key];
    if (isBranch(value) && keys.length < DEEPEST) {
      yield* leavesOf(value, keys);
    } else {
      yield { text: `${keys.join('.')}=${briefly(value)}`, field: metadataField(keys), value };
    }
  }
}

/** As text, without the cost of writing out what will be cut. */
function briefly(value) {
  if (Array.isArray(value)) {
    return value.length > MOST_OF_ONE ? `[${value.length} items]` : textOf(value.map(shallow));
  }
  return isBranch(value) ? '{…}' : textOf(value);
}

function shallow(value) {
  if (typeof value === 'string') {
    return cut(value, MOST_OF_ONE);
  }
  return isBranch(value, true) ? '…' : value;
}
