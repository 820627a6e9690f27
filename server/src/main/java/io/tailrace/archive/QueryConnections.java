package io.tailrace.archive;

import io.tailrace.log.EntrySink;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBPreparedStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the archive that queries have to themselves, so that streams which catch up do not wait for them. As many
 * queries may ask at once as there are connections; any thread may ask.
 */
final class QueryConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryConnections.class);

    /** How often one that waits for a connection looks whether it is still wanted. */
    static final long CHECK_MILLIS = 20;

    private final DatabaseThreads threads;
    private final List<Connection> all = new ArrayList<>();
    private final BlockingQueue<Connection> idle;

    QueryConnections(DuckDbArchive archive, int count) throws IOException {
        threads = archive.threads();
        idle = new ArrayBlockingQueue<>(count);
        try {
            for (int i = 0; i < count; i++) {
                all.add(archive.connect());
            }
        } catch (SQLException failed) {
            throw new IOException("The archive gives no connection: " + failed.getMessage(), failed);
        }
        idle.addAll(all);
    }

    /** What is made of the rows of an answer. */
    interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** What is done with a statement. */
    private interface Use<T> {
        T of(DuckDBPreparedStatement statement) throws SQLException;
    }

    /**
     * Asks the database. Not all rows need be read.
     *
     * @throws QueryStopped if the query was stopped
     * @throws HistoryException if the database failed
     */
    <T> T ask(RunningQuery running, Sql sql, Rows<T> rows) {
        return run(running, sql, statement -> {
            threads.asked();
            try (ResultSet answer = statement.executeQuery()) {
                return rows.read(answer);
            } finally {
                threads.answered();
            }
        });
    }

    /**
     * Reads entries with a statement that selects {@link WireRows#COLUMNS}, as they are found, and hands them over.
     *
     * @throws QueryStopped if the query was stopped
     * @throws HistoryException if the database failed
     */
    void read(RunningQuery running, Sql sql, EntrySink sink) {
        run(running, sql, statement -> {
            threads.loading();
            return WireRows.read(statement, Long.MAX_VALUE, sink);
        });
    }

    /**
     * Has the database do something that is answered by no rows.
     *
     * @throws QueryStopped if the query was stopped
     * @throws HistoryException if the database failed
     */
    void execute(RunningQuery running, Sql sql) {
        run(running, sql, statement -> {
            threads.asked();
            try {
                return statement.execute();
            } finally {
                threads.answered();
            }
        });
    }

    private <T> T run(RunningQuery running, Sql sql, Use<T> use) {
        Connection connection = take(running);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.bind(statement);
            running.begin(cancel(statement));
            try {
                return use.of(statement.unwrap(DuckDBPreparedStatement.class));
            } finally {
                running.end();
            }
        } catch (SQLException failed) {
            running.check();
            throw new HistoryException("The archive could not be asked: " + failed.getMessage(), failed);
        } finally {
            idle.add(connection);
        }
    }

    /** Ends a statement early. */
    static RunningQuery.Cancel cancel(Statement statement) {
        return () -> {
            try {
                statement.cancel();
            } catch (SQLException ended) {
                LOG.trace("A statement ended before it was cancelled", ended);
            }
        };
    }

    private Connection take(RunningQuery running) {
        try {
            Connection connection = null;
            while (connection == null) {
                running.check();
                connection = idle.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return connection;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HistoryException("The query was interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (Connection connection : all) {
                connection.close();
            }
        } catch (SQLException failed) {
            throw new IOException("A connection to the archive could not be closed: " + failed.getMessage(), failed);
        }
    }
}
