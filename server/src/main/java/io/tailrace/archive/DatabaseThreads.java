package io.tailrace.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many threads the database has, which is one number for all that it does. A question over the whole archive is
 * answered sooner by several. Loading and reading in order are not: there the thread that waits for the others spins, and
 * costs a third more. So the database has one thread unless a question is asked. Any thread may call.
 */
final class DatabaseThreads {

    private final Connection connection;
    private final int most;
    private int asked;
    private int current = 1;

    /**
     * @param connection to a database with one thread; for this only
     * @param most how many it may have
     */
    DatabaseThreads(Connection connection, int most) {
        this.connection = connection;
        this.most = most;
    }

    /** A question is asked. Must be followed by {@link #answered}. */
    synchronized void asked() throws SQLException {
        set(most);
        asked++;
    }

    synchronized void answered() {
        asked--;
    }

    /** Something is loaded or read that one thread does best. */
    synchronized void loading() throws SQLException {
        if (asked == 0) {
            set(1);
        }
    }

    private void set(int wanted) throws SQLException {
        if (current != wanted) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET threads TO " + wanted);
            }
            current = wanted;
        }
    }
}
