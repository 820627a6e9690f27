// The page's first socket, opened while most of the page is still on its way: by the time there is a list, the newest entries
// are here. It needs the view and nothing else, and keeps what comes until the connection takes it over.

import { parametersOf } from '../filter/filter.js';
import { viewFrom } from '../state/view.js';
import { pausedAt } from './paused.js';

const PROTOCOL = 'tailrace.v1';
const NEWEST_AT_FIRST = 200;

const missed = [];
const keep = (event) => missed.push(event);
let first = pausedAt(viewFrom(location.search)) === null ? openFirst() : null; // a page that is paused waits

/** How the stream begins for a view: `{filter, newest}`, with how many of the newest entries. */
export function startOf(view) {
  const { filter, range, entry } = view;
  // In any other view the list is filled by questions.
  return { filter, newest: range.kind === 'live' && entry === null && pausedAt(view) === null ? NEWEST_AT_FIRST : 0 };
}

/** The query parameters of a stream that begins so, or at a position if that is not null. */
export function streamParameters({ filter, newest }, position = null) {
  const parameters = parametersOf(filter);
  position === null ? parameters.set('last', newest) : parameters.set('after', position);
  return parameters;
}

/**
 * A socket for a stream with these parameters, whose events go to these functions: the first one, if it is for the same and
 * nobody has it yet, and with what it has kept, else a new one.
 */
export function openSocket(parameters, { message, close }) {
  const address = addressOf(parameters);
  const taken = first?.url === address.href ? first : null;
  first?.removeEventListener('message', keep);
  first?.removeEventListener('close', keep);
  if (taken === null) {
    first?.close();
  }
  first = null;
  const socket = taken ?? new WebSocket(address, PROTOCOL);
  socket.addEventListener('message', (event) => message(socket, event));
  socket.addEventListener('close', (event) => close(socket, event));
  if (taken !== null) {
    // Told later, as events are.
    missed.splice(0).forEach((event) => queueMicrotask(() => (event.type === 'close' ? close : message)(socket, event)));
  }
  return socket;
}

function openFirst() {
  const socket = new WebSocket(addressOf(streamParameters(startOf(viewFrom(location.search)))), PROTOCOL);
  socket.addEventListener('message', keep);
  socket.addEventListener('close', keep);
  return socket;
}

function addressOf(parameters) {
  const address = new URL('ws/logs', document.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  address.search = parameters;
  return address;
}
