package io.tailrace.log;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/**
 * What is kept of the log below the hot tail. Every method may block for as long as a query takes, so none is called on
 * an event loop; all may be called from any thread.
 *
 * <p>Failures of the store below are thrown as {@link HistoryException}.
 */
public interface History {

    /**
     * The lowest id that is kept; one above {@link #lastId} if nothing is. It moves up before the entries below it are
     * removed, so a read that began below it may lack some of them.
     */
    long firstId();

    /** The highest id that is kept for good; 0 if nothing ever was. */
    long lastId();

    /** When the newest entry that is kept was appended, in microseconds. */
    OptionalLong lastCreatedAt();

    /**
     * Hands over the entries that match, lowest id first, until one of the bounds is reached, or somewhat earlier.
     *
     * @param after only ids above this one
     * @param upTo only ids up to this one, at most {@link #lastId}
     * @return the position reached: up to it, nothing that matches is left
     */
    long read(Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink);

    /** How many entries with {@code after < id <= upTo} match. */
    long count(Filter filter, long after, long upTo);

    /** The id of the n-th newest entry with {@code after < id <= upTo} that matches; the oldest if there are fewer. */
    OptionalLong nthNewest(Filter filter, long after, long upTo, long n);

    /** The lowest id that was appended at this time or later, in microseconds. */
    OptionalLong firstCreatedSince(long micros);
}
