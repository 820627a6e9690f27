// All fields of an entry but its message, as a table; its metadata as a tree.

import { valueActions } from './value-actions.js';
import { leaf, valueTree } from './value-tree.js';

const FIELDS = ['timestamp', 'created_at', 'id', 'level', 'service', 'user_id', 'trace_id', 'span_id'];

/** `look()` answers the present look. */
export function fieldTable(entry, look) {
  const table = document.createElement('table');
  table.className = 'fields';
  for (const field of FIELDS) {
    if (entry[field] !== undefined) {
      addRow(table, field, leaf(entry[field], []), valueActions(field, field, entry[field], look));
    }
  }
  if (entry.tags.length > 0) {
    addRow(table, 'tags', tagList(entry.tags, look));
  }
  if (Object.keys(entry.metadata).length > 0) {
    addRow(table, 'metadata', valueTree(entry.metadata, [], { look, words: [] }));
  }
  return table;
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
  row.insertCell().append(...content);
}
