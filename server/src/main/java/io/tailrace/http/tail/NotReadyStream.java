package io.tailrace.http.tail;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The stream that a browser's {@code EventSource} is given while there is no log to stream from, or no room for one more
 * reader: 200, when to come back, and the end. An {@code EventSource} gives up for good after any other status, and keeps
 * its position over this one. Used on the event loop of the request.
 */
public final class NotReadyStream {

    private static final String EVENTS = "text/event-stream";
    private static final String LINES = "application/x-ndjson";
    private static final String COME_BACK = "retry: 1000\n\n";

    /** Later than after a start: those who are not let in must not take the time of those who are. */
    private static final String COME_BACK_LATER = "retry: 5000\n\n";

    private NotReadyStream() {}

    /**
     * Answers a request that asks for server-sent events by name. Says whether it did: whoever else asks for a stream
     * understands a 503.
     */
    public static boolean answered(HttpServerRequest request) {
        return answered(request, COME_BACK);
    }

    /** As {@link #answered}, by a server that serves others and has no room for this one. */
    static boolean answeredWhenFull(HttpServerRequest request) {
        return answered(request, COME_BACK_LATER);
    }

    private static boolean answered(HttpServerRequest request, String events) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains(EVENTS) || accept.contains(LINES)) {
            return false;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .end(events);
        return true;
    }
}
