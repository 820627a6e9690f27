package io.tailrace.http;

/**
 * Where a server listens, and for how many.
 *
 * @param host the address
 * @param port the port; 0 for any free one
 * @param eventLoops threads that serve connections; 0 for one a core
 * @param maxConnections open connections of every kind
 * @param maxClients open streams among them
 * @param sendBufferBytes the kernel's send buffer of a connection; 0 to leave it to the kernel
 */
public record ListenOptions(
        String host, int port, int eventLoops, int maxConnections, int maxClients, int sendBufferBytes) {

    public ListenOptions {
        if (eventLoops == 0) {
            eventLoops = Runtime.getRuntime().availableProcessors();
        }
    }
}
