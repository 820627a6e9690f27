// The view: which entries are shown, `{filter, range, columns, entry}`. It is one value that is never changed in place,
// and it is kept in the page's address, so that a link opens the same view.
//
//   filter    see filter.js
//   range     {kind: 'live'} · {kind: 'last', back: '15m'} · {kind: 'fixed', from, to}   RFC 3339 times
//   columns   names of fields between time and message: 'level', 'service', 'tags', 'trace_id', 'metadata.host', …
//   entry     the id of the entry that is open, or null

import { filterFrom, parametersOf } from '../filter/filter.js';

export const LIVE = Object.freeze({ kind: 'live' });
export const USUAL_COLUMNS = Object.freeze(['level', 'service']);

const BACK = /^[1-9]\d{0,8}(ms|s|m|h|d)$/;
const ID = /^[1-9]\d{0,17}$/;

export function viewFrom(search) {
  const parameters = new URLSearchParams(search);
  const entry = parameters.get('entry');
  return {
    filter: filterFrom(parameters),
    range: rangeFrom(parameters),
    columns: parameters.has('columns') ? parameters.get('columns').split(',').filter((name) => name !== '') : USUAL_COLUMNS,
    entry: entry !== null && ID.test(entry) ? Number(entry) : null,
  };
}

/** The view as the query of an address: '' or '?…', only what differs from the usual. */
export function addressOf(view) {
  const parameters = parametersOf(view.filter);
  if (view.range.kind === 'last') {
    parameters.set('range', view.range.back);
  } else if (view.range.kind === 'fixed') {
    parameters.set('from', view.range.from);
    parameters.set('to', view.range.to);
  }
  if (view.columns.join() !== USUAL_COLUMNS.join()) {
    parameters.set('columns', view.columns.join());
  }
  if (view.entry !== null) {
    parameters.set('entry', view.entry);
  }
  const query = parameters.toString();
  return query === '' ? '' : `?${query}`;
}

/** The query parameters of the API that keep to a range: none for a live one. */
export function boundsOf(range) {
  switch (range.kind) {
    case 'last':
      return { from: range.back };
    case 'fixed':
      return { from: range.from, to: range.to };
    default:
      return {};
  }
}

function rangeFrom(parameters) {
  const [back, from, to] = ['range', 'from', 'to'].map((name) => parameters.get(name));
  if (back !== null && BACK.test(back)) {
    return { kind: 'last', back };
  }
  if (isTime(from) && isTime(to) && Date.parse(from) < Date.parse(to)) {
    return { kind: 'fixed', from, to };
  }
  return LIVE;
}

function isTime(text) {
  return text !== null && !Number.isNaN(Date.parse(text));
}
