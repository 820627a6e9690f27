package io.tailrace.log;

import org.jspecify.annotations.Nullable;

/**
 * One question of the log from its request to its answer, and what others know of it: how to stop it, and how far it has
 * looked. Its own thread runs it; any thread may stop it or ask.
 */
public final class RunningQuery {

    /** Ends early what a store does for a question that was stopped, and is told why. Called by any thread, more than once, also when it has just ended. */
    public interface Cancel {
        void cancel(QueryStopped.Why why);
    }

    private volatile QueryStopped.@Nullable Why stopped;
    private volatile long scannedTo;

    /** What a store does for it at present; guarded by this. */
    private @Nullable Cancel work;

    /**
     * Stops it; the first reason stands. A store may forget a stop that comes just before its work begins, so call this
     * again until the question has ended.
     */
    public synchronized void stop(QueryStopped.Why why) {
        QueryStopped.Why first = stopped == null ? why : stopped;
        stopped = first;
        if (work != null) {
            work.cancel(first);
        }
    }

    /** Why it was stopped, if it was. */
    public QueryStopped.@Nullable Why stopped() {
        return stopped;
    }

    /**
     * To be called now and then by whoever works for this question.
     *
     * @throws QueryStopped if it was stopped
     */
    public void check() {
        QueryStopped.Why why = stopped;
        if (why != null) {
            throw new QueryStopped(why);
        }
    }

    /**
     * Work begins that can be ended early; must be followed by {@link #end}, and by no other work before that.
     *
     * @throws QueryStopped if it was stopped
     */
    public synchronized void begin(Cancel begun) {
        check();
        work = begun;
    }

    public synchronized void end() {
        work = null;
    }

    /** Says up to which id, or down to which one, it has looked. */
    public void scannedTo(long id) {
        scannedTo = id;
    }

    /** Up to which id, or down to which one, it has looked; 0 before it has come anywhere. */
    public long scannedTo() {
        return scannedTo;
    }
}
