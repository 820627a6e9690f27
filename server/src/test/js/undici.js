// undici's EventSource gives up for good when its connection is refused, where the standard has it come back. So whoever
// uses it where that can happen opens another one, from the last id, as here.
import { EventSource } from 'undici';
import { print } from './events.js';

const address = new URL(process.argv[2]);

function read() {
  print(EventSource, address, (lastEventId) => {
    if (lastEventId) address.searchParams.set('after', lastEventId);
    setTimeout(read, 500);
  });
}

read();
