import { EventSource } from 'eventsource';
import { print } from './events.js';

print(EventSource, process.argv[2]);
