package io.tailrace.http;

import io.tailrace.http.access.Deadlines;

/**
 * Where a server listens, and for how many.
 *
 * @param host the address
 * @param port the port; 0 for any free one
 * @param eventLoops threads that serve connections; 0 for one a core
 * @param maxConnections open connections of every kind
 * @param maxClients open streams among them
 * @param sendBufferBytes the kernel's send buffer of a connection; 0 to leave it to the kernel
 * @param maxAnswerBytes of answers that wait for their clients together
 * @param deadlines how long a connection may take for what
 */
public record ListenOptions(
        String host,
        int port,
        int eventLoops,
        int maxConnections,
        int maxClients,
        int sendBufferBytes,
        long maxAnswerBytes,
        Deadlines deadlines) {

    public ListenOptions {
        if (eventLoops == 0) {
            eventLoops = Runtime.getRuntime().availableProcessors();
        }
    }
}
