package io.tailrace.bench.client;

/** How a stream is written on the wire. */
public enum Framing {
    /** A WebSocket whose text frames are bare entries. */
    PLAIN("WebSocket"),
    /** A WebSocket of typed messages. */
    TAILRACE_V1("tailrace.v1"),
    /** Server-sent events. */
    SSE("SSE"),
    /** One entry a line. */
    JSON_LINES("JSON lines");

    private final String title;

    Framing(String title) {
        this.title = title;
    }

    /** Its name, for a person. */
    public String title() {
        return title;
    }

    /** Whether the client can say something after its request. */
    public boolean webSocket() {
        return this == PLAIN || this == TAILRACE_V1;
    }
}
