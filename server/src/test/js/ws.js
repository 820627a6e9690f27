// Prints the type of each message, and the ids of its entries, a line each; how it was closed in the end.
import { WebSocket } from 'ws';

const socket = new WebSocket(process.argv[2], 'tailrace.v1');
socket.on('open', () => console.log(`open ${socket.protocol}`));
socket.on('message', (message) => {
  const { type, entries = [] } = JSON.parse(message);
  console.log([type, ...entries.map((entry) => entry.id)].join('\n'));
});
socket.on('error', (error) => console.log(`error ${error.message}`));
socket.on('close', (code) => console.log(`closed ${code}`));
