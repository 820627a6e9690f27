/** Streams to clients: WebSocket, server-sent events and JSON lines. */
@NullMarked
package io.tailrace.http.tail;

import org.jspecify.annotations.NullMarked;
