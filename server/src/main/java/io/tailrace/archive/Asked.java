package io.tailrace.archive;

import io.tailrace.log.RunningQuery;
import java.sql.SQLException;

/**
 * For which question a statement runs, as the functions see it that the database calls: it calls them on the thread that
 * asked. They may work for seconds on the rows that the database takes at once, and it does not look meanwhile whether the
 * statement was cancelled.
 */
final class Asked {

    private static final ScopedValue<RunningQuery> RUNNING = ScopedValue.newInstance();

    private Asked() {}

    /** What is done with a statement. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Does something for a question. */
    static <T> T by(RunningQuery running, Work<T> work) throws SQLException {
        return ScopedValue.where(RUNNING, running).call(work::run);
    }

    /** Whether the question was stopped that this thread works for. */
    static boolean isStopped() {
        return RUNNING.isBound() && RUNNING.get().stopped() != null;
    }
}
