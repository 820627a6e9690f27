package io.tailrace.log;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/**
 * What is kept of the log below the hot tail. Every method may block for as long as a query takes, so none is called on
 * an event loop; all may be called from any thread.
 *
 * <p>Failures of the store below are thrown as {@link HistoryException}. A reader that is stopped while it asks or waits
 * for its turn is thrown {@link QueryStopped}. Nobody asks about more than {@link #RANGE_IDS} ids at once, so that a
 * question over years comes along step by step: it can be stopped, can stop early and can say how far it is.
 */
public interface History {

    /**
     * How many ids one question may be about: four row groups of the database, so that none is unpacked for two questions
     * if ranges begin at multiples of it.
     */
    long RANGE_IDS = 4L * 122_880;

    /** Up to which id the first range behind a position goes that is part of {@code after < id <= upTo}. */
    static long firstRange(long after, long upTo) {
        return Math.min(upTo, (Math.floorDiv(after, RANGE_IDS) + 1) * RANGE_IDS);
    }

    /** Behind which id the last range begins that is part of {@code after < id <= upTo}. */
    static long lastRange(long after, long upTo) {
        return Math.max(after, Math.floorDiv(upTo - 1, RANGE_IDS) * RANGE_IDS);
    }

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
     * Hands over the entries that match, lowest id first, until one of the bounds is reached, or somewhat earlier. Looks at
     * no more than {@link #RANGE_IDS} ids.
     *
     * @param after only ids above this one
     * @param upTo only ids up to this one, at most {@link #lastId}
     * @return the position reached: up to it, nothing that matches is left
     */
    long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running);

    /** How many entries with {@code after < id <= upTo}, at most {@link #RANGE_IDS} ids, match. */
    long count(Filter filter, long after, long upTo, RunningQuery running);

    /** The n-th newest entry with {@code after < id <= upTo}, at most {@link #RANGE_IDS} ids, that matches. */
    Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running);

    /** The lowest id that was appended at this time or later, in microseconds. */
    OptionalLong firstCreatedSince(long micros, RunningQuery running);

    /**
     * What a look for the n-th newest entry found.
     *
     * @param matches how many match, at most n
     * @param id of the n-th newest, or of the oldest that matches if there are fewer; 0 if there is none
     */
    record Newest(long matches, long id) {

        public static final Newest NONE = new Newest(0, 0);
    }
}
