package io.tailrace.archive;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One query from its request to its answer, and the one thing that others know of it: how to stop it. Its own thread runs
 * it; any thread may stop it.
 */
public final class RunningQuery {

    /** Why a query was stopped. */
    public enum Stop {
        TIMED_OUT,
        CLIENT_GONE,
        CLIENT_SILENT,
        SHUTTING_DOWN
    }

    private volatile @Nullable Stop stopped;

    /** What the database runs for it at present; guarded by this. */
    private @Nullable Statement statement;

    /**
     * Stops it; the first reason stands. The database forgets a stop that comes just before a statement begins, so call
     * this again until the query has ended.
     */
    public synchronized void stop(Stop why) {
        if (stopped == null) {
            stopped = why;
        }
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException ended) {
                // It has just ended by itself; the next check ends the query.
                statement = null;
            }
        }
    }

    /** Why it was stopped, if it was. */
    public @Nullable Stop stopped() {
        return stopped;
    }

    /**
     * To be called now and then by whoever works for this query.
     *
     * @throws QueryStopped if it was stopped
     */
    public void check() {
        Stop why = stopped;
        if (why != null) {
            throw new QueryStopped(why);
        }
    }

    synchronized void begin(Statement begun) {
        check();
        statement = begun;
    }

    synchronized void end() {
        statement = null;
    }
}
