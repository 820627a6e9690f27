package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * The archive in one DuckDB file. Rows lie in the order of their ids, because one thread stores them in that order; reads
 * by id rely on it. Any thread may read; as many at once as there are connections, the others wait.
 */
public final class DuckDbArchive implements Archive {

    /**
     * Metadata takes less space with the compression that is named than with one that the database chooses, and about the
     * same time. Messages would too, but take longer to search.
     */
    private static final String SCHEMA = """
            CREATE TYPE log_level AS ENUM ('trace', 'debug', 'info', 'warn', 'error', 'fatal');
            CREATE TABLE entries (
                id BIGINT NOT NULL, timestamp TIMESTAMP NOT NULL, created_at TIMESTAMP NOT NULL,
                service VARCHAR NOT NULL, level log_level NOT NULL, message VARCHAR NOT NULL,
                tags VARCHAR[] NOT NULL, metadata VARCHAR USING COMPRESSION zstd NOT NULL,
                user_id BIGINT, trace_id VARCHAR, span_id VARCHAR);""";

    private static final String STORE = """
            INSERT INTO entries
            SELECT id, make_timestamp(timestamp), make_timestamp(created_at), service,
                (enum_range(NULL::log_level))[level + 1], message,
                CASE WHEN tags = '[]' THEN [] ELSE from_json(tags, '["VARCHAR"]') END, metadata, user_id, trace_id, span_id
            FROM new_entries()""";

    /** Fewer entries say little about the others. */
    private static final int AVERAGED_ENTRIES = 100;

    private final Path file;
    private final DuckDBConnection writer;
    private final Connection threadSettings;
    private final DatabaseThreads threads;
    private final EntryFeed feed = new EntryFeed();
    private final ArchiveEdge edge;
    private final List<Connection> readers = new ArrayList<>();
    private final BlockingQueue<Connection> idleReaders;

    /** How long the wire JSON of an entry is, about, so that a read asks for few rows in vain. */
    private volatile long averageBytes = 250;

    private volatile long firstId;
    private volatile long lastId;

    private DuckDbArchive(Path file, DuckDBConnection writer, int mostThreads, int readerCount) throws SQLException {
        this.file = file;
        this.writer = writer;
        threadSettings = writer.duplicate();
        threads = new DatabaseThreads(threadSettings, mostThreads);
        edge = new ArchiveEdge(writer);
        idleReaders = new ArrayBlockingQueue<>(readerCount);
        for (int i = 0; i < readerCount; i++) {
            readers.add(writer.duplicate());
        }
        idleReaders.addAll(readers);
    }

    /**
     * Opens the archive, or makes an empty one.
     *
     * @param temporary where the database may put what does not fit into its memory
     * @param memoryBytes what the database may hold in memory
     * @param threads how many threads the database may use for a question
     * @param readerCount how many reads may run at once
     * @throws IOException if the file cannot be opened, or is none
     */
    public static DuckDbArchive open(Path file, Path temporary, long memoryBytes, int threads, int readerCount)
            throws IOException {
        Files.createDirectories(temporary);
        Properties settings = new Properties();
        settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", temporary.toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
            DuckDbArchive archive =
                    new DuckDbArchive(file, connection.unwrap(DuckDBConnection.class), threads, readerCount);
            archive.prepare();
            return archive;
        } catch (SQLException failed) {
            throw new IOException("The archive " + file + " cannot be opened: " + failed.getMessage(), failed);
        }
    }

    private void prepare() throws SQLException {
        feed.register(writer);
        FilterFunctions.register(writer);
        try (Statement statement = writer.createStatement()) {
            boolean isNew;
            try (ResultSet tables =
                    statement.executeQuery("SELECT 1 FROM duckdb_tables() WHERE table_name = 'entries'")) {
                isNew = !tables.next();
            }
            if (isNew) {
                statement.execute("BEGIN");
                statement.execute(SCHEMA);
                statement.execute("COMMIT");
            }
        }
        edge.prepare();
        readBounds();
    }

    private void readBounds() throws SQLException {
        ArchiveEdge.Bounds bounds = edge.bounds();
        firstId = bounds.firstId();
        lastId = bounds.lastId();
    }

    @Override
    public void store(List<EntryBlock> blocks, long upTo) {
        feed.set(blocks, lastId + 1, upTo);
        try (Statement statement = writer.createStatement()) {
            threads.loading();
            statement.execute(STORE);
            lastId = upTo;
        } catch (SQLException failed) {
            boundsAfterFailure(failed);
            throw new HistoryException("The archive could not store entries: " + failed.getMessage(), failed);
        } finally {
            feed.clear();
        }
    }

    /** A commit may have failed after it took effect, so that storing the same again would double it. */
    private void boundsAfterFailure(SQLException failed) {
        try {
            readBounds();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void remove(long upTo) {
        // Readers learn of it first: one that then finds the edge where it was has read everything.
        firstId = upTo + 1;
        try {
            edge.moveTo(upTo);
        } catch (SQLException failed) {
            boundsAfterFailure(failed);
            throw new HistoryException("The archive could not remove entries: " + failed.getMessage(), failed);
        }
    }

    @Override
    public OptionalLong lastCreatedBefore(long micros) {
        return query("SELECT max(id) FROM entries WHERE created_at < make_timestamp(?)", statement -> {
            statement.setLong(1, micros);
            return longOf(statement);
        });
    }

    DatabaseThreads threads() {
        return threads;
    }

    /** The times of what the archive holds; empty if it holds nothing. */
    Optional<TimeSpan> timeSpan() {
        return query(TimeSpan.SELECT, TimeSpan::of);
    }

    @Override
    public ArchiveSize size() {
        Path log = file.resolveSibling(file.getFileName() + ".wal");
        return query(
                ArchiveSize.SELECT,
                statement -> ArchiveSize.of(statement, log.toFile().length()));
    }

    @Override
    public void checkpoint() {
        try (Statement statement = writer.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException failed) {
            throw new HistoryException("The archive could not be checkpointed: " + failed.getMessage(), failed);
        }
    }

    @Override
    public long firstId() {
        return firstId;
    }

    @Override
    public long lastId() {
        return lastId;
    }

    @Override
    public OptionalLong lastCreatedAt() {
        return query(ArchiveEdge.LAST_CREATED_AT, DuckDbArchive::longOf);
    }

    @Override
    public long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running) {
        long end = History.firstRange(after, upTo);
        FilterSql sql = FilterSql.of(filter);
        // Without an order, as rows come as they lie, and a sort would have all of them read.
        String query = "SELECT " + WireRows.COLUMNS + " FROM entries WHERE id > ? AND id <= ? AND " + sql.condition()
                + " LIMIT ?";
        int limit = Math.clamp(maxBytes / averageBytes + 1, 1, maxEntries);
        return query(running, query, statement -> {
            statement.setLong(1, after);
            statement.setLong(2, end);
            statement.setInt(sql.bind(statement, 3), limit);
            WireRows.Read read = WireRows.read(statement.unwrap(DuckDBPreparedStatement.class), maxBytes, sink);
            if (read.count() >= AVERAGED_ENTRIES) {
                averageBytes = read.bytes() / read.count();
            }
            return read.count() < limit && read.bytes() < maxBytes ? end : read.lastId();
        });
    }

    @Override
    public long count(Filter filter, long after, long upTo, RunningQuery running) {
        FilterSql sql = FilterSql.of(filter);
        String query = "SELECT count(*) FROM entries WHERE id > ? AND id <= ? AND " + sql.condition();
        return query(running, query, statement -> {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            sql.bind(statement, 3);
            return longOf(statement).orElse(0);
        });
    }

    @Override
    public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
        FilterSql sql = FilterSql.of(filter);
        String query = "SELECT count(*), min(id) FROM (SELECT id FROM entries WHERE id > ? AND id <= ? AND "
                + sql.condition() + " ORDER BY id DESC LIMIT ?)";
        return query(running, query, statement -> {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            statement.setLong(sql.bind(statement, 3), n);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Newest(row.getLong(1), row.getLong(2));
            }
        });
    }

    @Override
    public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
        return query(running, "SELECT min(id) FROM entries WHERE created_at >= make_timestamp(?)", statement -> {
            statement.setLong(1, micros);
            return longOf(statement);
        });
    }

    private static OptionalLong longOf(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            long value = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    /** What is done with a statement. */
    interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    <T> T query(String sql, Use<T> use) {
        return query(new RunningQuery(), sql, use);
    }

    private <T> T query(RunningQuery running, String sql, Use<T> use) {
        Connection connection = borrow(running);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            running.begin(QueryConnections.cancel(statement));
            try {
                return use.of(statement);
            } finally {
                running.end();
            }
        } catch (SQLException failed) {
            running.check();
            throw new HistoryException("The archive could not be read: " + failed.getMessage(), failed);
        } finally {
            idleReaders.add(connection);
        }
    }

    /** Another connection, for its caller to close. */
    Connection connect() throws SQLException {
        return writer.duplicate();
    }

    private Connection borrow(RunningQuery running) {
        try {
            Connection idle = null;
            while (idle == null) {
                running.check();
                idle = idleReaders.poll(QueryConnections.CHECK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return idle;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HistoryException("The read was stopped", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (Connection reader : readers) {
                reader.close();
            }
            threadSettings.close();
            writer.close();
        } catch (SQLException failed) {
            throw new IOException("The archive could not be closed: " + failed.getMessage(), failed);
        }
    }
}
