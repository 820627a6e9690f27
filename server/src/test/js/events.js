// Prints what an EventSource tells, a line each: `open`, an entry's id, `gap`, `error` when it is about to come back by
// itself, and `closed` when it gives up.

export function print(EventSource, address, closed = () => {}) {
  let lastEventId;
  let gaveUp = false;
  const source = new EventSource(address);
  source.onopen = () => console.log('open');
  source.onmessage = (event) => {
    lastEventId = event.lastEventId;
    console.log(JSON.parse(event.data).id);
  };
  source.addEventListener('gap', () => console.log('gap'));
  source.onerror = () => {
    // Some say that they failed before they have decided what to do about it, and some say so twice.
    setImmediate(() => {
      if (gaveUp) return;
      gaveUp = source.readyState === EventSource.CLOSED;
      console.log(gaveUp ? 'closed' : 'error');
      if (gaveUp) closed(lastEventId);
    });
  };
}

// A client that waits to come back does not keep Node.js running, in undici's case.
setInterval(() => {}, 60_000);
