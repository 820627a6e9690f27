package io.tailrace.http.tail;

import io.tailrace.stream.EventStreamFraming;
import io.tailrace.stream.Framing;
import io.tailrace.stream.JsonLinesFraming;
import io.tailrace.stream.PlainFraming;
import io.tailrace.stream.TailraceV1Framing;

/** The kinds of streams of one log. There is one of each, so that streams of a kind share what is framed. */
public record Framings(Framing plain, Framing tailraceV1, Framing eventStream, Framing jsonLines) {

    /** The subprotocol of a WebSocket that wants messages instead of bare entries. */
    public static final String TAILRACE_V1 = "tailrace.v1";

    public static Framings of(String version, String epoch, long heartbeatMillis) {
        return new Framings(
                new PlainFraming(),
                new TailraceV1Framing(version, epoch, heartbeatMillis),
                new EventStreamFraming(epoch),
                new JsonLinesFraming());
    }
}
