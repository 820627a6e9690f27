// All fields of an entry but its message, as a table; its metadata as a tree.

import { textOf } from './field.js';
import { localText } from './time-text.js';
import { valueActions } from './value-actions.js';
import { leaf, valueTree } from './value-tree.js';
import { cut } from './visible-text.js';

const TIMES = ['timestamp', 'created_at'];
const FIELDS = ['timestamp', 'created_at', 'id', 'level', 'service', 'user_id', 'trace_id', 'span_id'];
const MOST_WITHOUT_FINDER = 15; // keys
const MOST_LOOKED_AT = 2000; // characters of a value

/** `look()` answers the present look. */
export function fieldTable(entry, look) {
  const table = document.createElement('table');
  table.className = 'fields';
  for (const field of FIELDS) {
    if (entry[field] !== undefined) {
      const row = addRow(table, field, leaf(entry[field], []), valueActions(field, field, entry[field], look));
      if (TIMES.includes(field)) {
        addLocal(row, entry[field]);
      }
    }
  }
  if (entry.tags.length > 0) {
    addRow(table, 'tags', tagList(entry.tags, look));
  }
  if (Object.keys(entry.metadata).length > 0) {
    addRow(table, 'metadata', ...metadataTree(entry.metadata, look));
  }
  return table;
}

/** In columns where there is room; many keys have a field that finds some of them, by their names and values. */
function metadataTree(metadata, look) {
  const tree = (values) => valueTree(values, [], { look, words: [] });
  const all = Object.entries(metadata);
  let shown = tree(metadata);
  if (all.length <= MOST_WITHOUT_FINDER) {
    return [shown];
  }
  const finder = document.createElement('input');
  finder.type = 'search';
  finder.className = 'finder';
  finder.placeholder = `Find among ${all.length.toLocaleString('en')} keys`;
  finder.ariaLabel = finder.placeholder;
  finder.addEventListener('input', () => {
    const wanted = finder.value.toLowerCase();
    const found = all.filter(([key, value]) => `${key} ${cut(textOf(value), MOST_LOOKED_AT)}`.toLowerCase().includes(wanted));
    const next = tree(Object.fromEntries(found));
    shown.replaceWith(next);
    shown = next;
  });
  finder.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && finder.value !== '') {
      event.preventDefault();
      finder.value = '';
      finder.dispatchEvent(new Event('input'));
    }
  });
  return [finder, shown];
}

function tagList(tags, look) {
  const list = document.createElement('ul');
  list.className = 'tags';
  for (const tag of tags) {
    const line = document.createElement('li');
    line.append(leaf(tag, []), valueActions('tags', 'tags', tag, look));
    list.append(line);
  }
  return list;
}

function addRow(table, name, ...content) {
  const row = table.insertRow();
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  row.append(head);
  const cell = row.insertCell();
  cell.colSpan = 2;
  cell.append(...content);
  return row;
}

/** The same moment in local time, in a cell of its own beside it. */
function addLocal(row, iso) {
  row.cells[1].colSpan = 1;
  const cell = row.insertCell();
  cell.className = 'local';
  cell.textContent = localText(iso);
}
