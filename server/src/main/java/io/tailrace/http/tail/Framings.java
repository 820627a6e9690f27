package io.tailrace.http.tail;

import io.tailrace.stream.Framing;

/** The kinds of streams of one log. There is one of each, so that streams of a kind share what is framed. */
public final class Framings {

    /** The subprotocol of a WebSocket that wants messages instead of bare entries. */
    public static final String TAILRACE_V1 = "tailrace.v1";

    private final Framing plain = new PlainFraming();
    private final Framing tailraceV1;
    private final Framing eventStream;
    private final Framing jsonLines = new JsonLinesFraming();
    private final Framing chunkedEventStream;
    private final Framing chunkedJsonLines = new ChunkedFraming(jsonLines);

    /** @param epoch which log it is */
    public Framings(String version, String epoch, long heartbeatMillis) {
        tailraceV1 = new TailraceV1Framing(version, epoch, heartbeatMillis);
        eventStream = new EventStreamFraming(epoch);
        chunkedEventStream = new ChunkedFraming(eventStream);
    }

    /** A WebSocket whose frames are bare entries. */
    public Framing plain() {
        return plain;
    }

    /** A WebSocket whose frames are messages. */
    public Framing tailraceV1() {
        return tailraceV1;
    }

    /** Server-sent events, in chunks or as they are. */
    public Framing eventStream(boolean isChunked) {
        return isChunked ? chunkedEventStream : eventStream;
    }

    /** Entries as lines, in chunks or as they are. */
    public Framing jsonLines(boolean isChunked) {
        return isChunked ? chunkedJsonLines : jsonLines;
    }
}
