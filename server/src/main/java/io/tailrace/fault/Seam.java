package io.tailrace.fault;

import java.util.Locale;

/**
 * A place where faults are caught, so that each ends what it happened in and nothing else. Whoever catches there fails what
 * is in hand, reports to {@link Faults} and goes on.
 */
public enum Seam {
    /** A group of appends, from numbering to its answers. */
    APPENDER,

    /** Somebody who is told of each commit. */
    COMMIT,

    /** A batch on its way to the archive. */
    ARCHIVER,

    /** The removal of what need not be kept. */
    RETENTION,

    /** A question about the past. */
    QUERY,

    /** The subscriptions that read together, or one that reads by itself. */
    READER,

    /** A read or a look-up that a worker does for a stream. */
    LOOKUP,

    /** One client's message, or its connection's regular looks. */
    CLIENT,

    /** A request body that is read and parsed. */
    BODY,

    /** A request and its answer. */
    REQUEST,

    /** The end of the server. */
    CLOSE;

    /** Its name in metrics and in the log. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
