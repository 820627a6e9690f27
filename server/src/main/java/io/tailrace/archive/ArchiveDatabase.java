package io.tailrace.archive;

import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database while it is open, through one failure after another. A failure that leaves it of no use is noticed by
 * whoever meets it; from then on nobody is let in, who is in is stopped, and the archiver's thread opens it again once the
 * last one is out. A connection belongs to one such opening, and is of no use in another.
 *
 * <p>The writer's connection belongs to the archiver's thread. Readers come in by {@link #visit}, from any thread.
 */
final class ArchiveDatabase implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveDatabase.class);

    /** How often one that waits looks whether it is still wanted. */
    static final long CHECK_MILLIS = 20;

    private static final long LEAVE_MILLIS = 10_000;

    /** A failure of a file is taken for lasting, and the database opened again, at most so often. */
    private static final long FILE_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What each new opening needs before anybody uses it. */
    interface Preparation {
        void prepare(DuckDBConnection writer) throws SQLException;
    }

    /** Those who have connections of one opening. */
    interface Readers extends Closeable {

        /** Closes the connections that nobody uses. */
        @Override
        void close();
    }

    private final String url;
    private final Properties settings;
    private final Preparation preparation;

    /** Held by visitors for reading; by the archiver's thread to close what they use. */
    private final ReentrantReadWriteLock door = new ReentrantReadWriteLock();

    private final List<Readers> readers = new CopyOnWriteArrayList<>();
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();

    // Any thread.
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;
    private volatile int opening;

    // The archiver's thread, and visitors, who may make connections of it.
    private volatile DuckDBConnection writer;
    private long openedNanos = System.nanoTime();

    private ArchiveDatabase(String url, Properties settings, Preparation preparation) throws SQLException {
        this.url = url;
        this.settings = settings;
        this.preparation = preparation;
        writer = connection();
    }

    static ArchiveDatabase open(String url, Properties settings, Preparation preparation) throws SQLException {
        return new ArchiveDatabase(url, settings, preparation);
    }

    private DuckDBConnection connection() throws SQLException {
        Connection connection = DriverManager.getConnection(url, settings);
        try {
            DuckDBConnection unwrapped = connection.unwrap(DuckDBConnection.class);
            preparation.prepare(unwrapped);
            return unwrapped;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /** What the archiver's thread has to itself. */
    DuckDBConnection writer() {
        return writer;
    }

    /** One kind of reader, whose connections are closed with the database, and before it is opened again. */
    void add(Readers one) {
        readers.add(one);
    }

    /** Whether it is of no use until {@link #reopen}. */
    boolean hasFailed() {
        return failure != null && !closed;
    }

    /** Judges what a statement failed with; any thread that meets a failure says so. */
    void met(Throwable met) {
        boolean fatal = switch (DatabaseFailure.of(met)) {
            case STATEMENT, DISK_FULL -> false;
            case FATAL -> true;
            case FILE -> System.nanoTime() - openedNanos > FILE_FAILURE_NANOS;
        };
        if (fatal && failure == null) {
            failure = met;
        }
    }

    /** One stay of a reader, on one thread. */
    final class Visit implements AutoCloseable {

        private final RunningQuery running;
        private final int number = opening;
        private volatile boolean revoked;

        private Visit(RunningQuery running) {
            this.running = running;
        }

        /** Which opening of the database it is in. */
        int opening() {
            return number;
        }

        /** Whether it was stopped because the database has failed or is being closed. */
        boolean isRevoked() {
            return revoked;
        }

        Connection connect() throws SQLException {
            return writer.duplicate();
        }

        private void revoke() {
            revoked = true;
            running.stop(QueryStopped.Why.SHUTTING_DOWN);
        }

        @Override
        public void close() {
            visits.remove(this);
            door.readLock().unlock();
        }
    }

    /**
     * Lets a reader in; it must leave soon when its question is stopped.
     *
     * @throws HistoryException if the database is of no use at present
     */
    Visit visit(RunningQuery running) throws InterruptedException {
        do {
            running.check();
            refuseIfFailed();
        } while (!door.readLock().tryLock(CHECK_MILLIS, TimeUnit.MILLISECONDS));
        Visit visit = new Visit(running);
        visits.add(visit);
        try {
            // Whoever failed or closed it meanwhile may have stopped the others before this one was among them.
            refuseIfFailed();
            return visit;
        } catch (HistoryException refused) {
            visit.close();
            throw refused;
        }
    }

    private void refuseIfFailed() {
        Throwable why = failure;
        if (why != null) {
            throw DatabaseFailure.exception("The archive has failed and is being opened again", why);
        }
    }

    /** Opens it again. On the archiver's thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void reopen() throws SQLException {
        if (!emptied()) {
            throw new SQLException("the archive is still being read, so that it could not be opened again");
        }
        try {
            // The last connection that closes ends the old opening; before that there is no new one.
            readers.forEach(Readers::close);
            closeQuietly(writer);
            writer = connection();
            openedNanos = System.nanoTime();
            opening++;
            failure = null;
        } finally {
            door.writeLock().unlock();
        }
        LOG.info("The archive was opened again after a failure");
    }

    /** Sends everybody away and takes the door; says whether all went in time. */
    private boolean emptied() {
        try {
            long left = LEAVE_MILLIS;
            do {
                visits.forEach(Visit::revoke);
                left -= CHECK_MILLIS;
                if (door.writeLock().tryLock(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            } while (left > 0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException failed) {
            LOG.debug("A connection to the archive could not be closed", failed);
        }
    }

    /** Closes it for good, whatever throws. Nobody stores or removes any more. */
    @Override
    public void close() throws IOException {
        closed = true;
        failure = new IOException("the archive is closed");
        boolean empty = emptied();
        try {
            readers.forEach(Readers::close);
            writer.close();
        } catch (SQLException failed) {
            throw new IOException("The archive could not be closed: " + failed.getMessage(), failed);
        } finally {
            if (empty) {
                door.writeLock().unlock();
            }
        }
    }
}
