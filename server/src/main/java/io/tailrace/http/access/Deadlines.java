package io.tailrace.http.access;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection may take for what. Streams are not bound by these: they have heartbeats and a rule of their own.
 *
 * @param headMillis from a connection's or request's first moment until its head is whole
 * @param idleMillis a connection that is kept open may rest between requests
 * @param silenceMillis a client may take nothing of an answer that waits for it, or send nothing of a body
 * @param minBodyRate bytes a second that a body comes at least with, on average, after {@link #BODY_GRACE_NANOS}
 */
public record Deadlines(long headMillis, long idleMillis, long silenceMillis, int minBodyRate) {

    /** A body may begin slowly. */
    public static final long BODY_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long SHORTEST_LOOK_MILLIS = 10;
    private static final long LONGEST_LOOK_MILLIS = 1000;

    /** Whether a body of which so much came in this time came too slowly. */
    public boolean isTooSlow(long bytes, long nanos) {
        double expected = (double) minBodyRate * (nanos - BODY_GRACE_NANOS) / TimeUnit.SECONDS.toNanos(1);
        return nanos > BODY_GRACE_NANOS && bytes < expected;
    }

    /** How often to look, so that no deadline is missed by much. */
    public long lookMillis() {
        long shortest = Math.min(Math.min(headMillis, idleMillis), silenceMillis);
        return Math.clamp(shortest / 4, SHORTEST_LOOK_MILLIS, LONGEST_LOOK_MILLIS);
    }
}
