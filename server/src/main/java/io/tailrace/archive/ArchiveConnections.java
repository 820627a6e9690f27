package io.tailrace.archive;

import io.tailrace.log.EntrySink;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the archive that one kind of reader has to itself: streams that catch up, questions, the report. So many
 * may read at once, on any threads; whoever waits for a connection can be stopped. A connection is made when it is first
 * needed, and anew when the database was opened anew.
 */
final class ArchiveConnections implements ArchiveDatabase.Readers {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveConnections.class);

    private final ArchiveDatabase database;
    private final Semaphore permits;

    /** Guarded by this. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private ArchiveConnections(ArchiveDatabase database, int count) {
        this.database = database;
        permits = new Semaphore(count, true);
    }

    /** Connections for one kind of reader, so many at once; closed with the database. */
    static ArchiveConnections of(ArchiveDatabase database, int count) {
        ArchiveConnections connections = new ArchiveConnections(database, count);
        database.add(connections);
        return connections;
    }

    private record Idle(Connection connection, int opening) {}

    /** What is made of the rows of an answer. */
    interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** What is done with a statement. */
    interface Use<T> {
        T of(DuckDBPreparedStatement statement) throws SQLException;
    }

    /**
     * Asks the database. Not all rows need be read.
     *
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    <T> T ask(RunningQuery running, Sql sql, Rows<T> rows) {
        return use(running, sql, statement -> {
            try (ResultSet answer = statement.executeQuery()) {
                return rows.read(answer);
            }
        });
    }

    /**
     * Reads entries with a statement that selects {@link WireRows#COLUMNS}, as they are found, and hands them over.
     *
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    void read(RunningQuery running, Sql sql, EntrySink sink) {
        use(running, sql, statement -> WireRows.read(statement, Long.MAX_VALUE, sink));
    }

    /**
     * Has the database do something that is answered by no rows.
     *
     * @throws QueryStopped if the question was stopped
     * @throws HistoryException if the database failed
     */
    void execute(RunningQuery running, Sql sql) {
        use(running, sql, DuckDBPreparedStatement::execute);
    }

    /**
     * Lends a statement.
     *
     * @throws QueryStopped if the question was stopped, also while it waited
     * @throws HistoryException if the database failed
     */
    <T> T use(RunningQuery running, Sql sql, Use<T> use) {
        try {
            while (!permits.tryAcquire(ArchiveDatabase.CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                running.check();
            }
            try (ArchiveDatabase.Visit visit = database.visit(running)) {
                return use(visit, running, sql, use);
            } finally {
                permits.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HistoryException("The read was interrupted", interrupted);
        }
    }

    private <T> T use(ArchiveDatabase.Visit visit, RunningQuery running, Sql sql, Use<T> use) {
        Connection connection = null;
        try {
            connection = connection(visit);
            try (DuckDBPreparedStatement statement =
                    connection.prepareStatement(sql.text()).unwrap(DuckDBPreparedStatement.class)) {
                sql.bind(statement);
                running.begin(cancel(statement));
                try {
                    return Asked.by(running, () -> use.of(statement));
                } finally {
                    running.end();
                }
            }
        } catch (SQLException failed) {
            database.met(failed);
            if (!visit.isRevoked()) {
                running.check();
            }
            throw DatabaseFailure.exception("The archive could not be asked", failed);
        } catch (QueryStopped stopped) {
            throw visit.isRevoked()
                    ? new HistoryException("The archive failed meanwhile and is being opened again", stopped)
                    : stopped;
        } finally {
            if (connection != null) {
                giveBack(connection, visit);
            }
        }
    }

    private Connection connection(ArchiveDatabase.Visit visit) throws SQLException {
        for (Idle found = takeIdle(); found != null; found = takeIdle()) {
            if (found.opening() == visit.opening()) {
                return found.connection();
            }
            ArchiveDatabase.closeQuietly(found.connection());
        }
        return visit.connect();
    }

    private synchronized @Nullable Idle takeIdle() {
        return idle.pollLast();
    }

    private void giveBack(Connection connection, ArchiveDatabase.Visit visit) {
        if (visit.isRevoked() || database.hasFailed()) {
            ArchiveDatabase.closeQuietly(connection);
        } else {
            synchronized (this) {
                idle.addLast(new Idle(connection, visit.opening()));
            }
        }
    }

    private static RunningQuery.Cancel cancel(Statement statement) {
        return _ -> {
            try {
                statement.cancel();
            } catch (SQLException ended) {
                LOG.trace("A statement ended before it was cancelled", ended);
            }
        };
    }

    @Override
    public void close() {
        for (Idle found = takeIdle(); found != null; found = takeIdle()) {
            ArchiveDatabase.closeQuietly(found.connection());
        }
    }
}
