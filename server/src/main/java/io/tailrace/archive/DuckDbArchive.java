package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * The archive in one DuckDB file. Rows lie in the order of their ids, because one thread stores them in that order; reads
 * by id rely on it. Any thread may read; as many at once as there are connections, the others wait. What writes has a
 * connection of its own, and the database has one thread, so that each statement works on the thread that asked for it and
 * for nobody else.
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

    private final Path file;
    private final EntryFeed feed = new EntryFeed();
    private final ArchiveDatabase database;
    private final ArchiveReads reads;

    private volatile long firstId;
    private volatile long lastId;
    private volatile OptionalLong lastCreatedAt = OptionalLong.empty();

    /** Whether a commit may have failed after it took effect; the archiver's thread. */
    private boolean boundsInDoubt;

    private DuckDbArchive(ArchiveFile file, int readerCount) throws SQLException {
        this.file = file.path();
        database = ArchiveDatabase.open(file.url(), file.settings(), this::prepare);
        reads = new ArchiveReads(ArchiveConnections.of(database, readerCount));
    }

    /**
     * Opens the archive, or makes an empty one, and cleans up what an earlier process left in the temporary directory.
     *
     * @param temporary where the database may put what does not fit into its memory
     * @param memoryBytes what the database may hold in memory
     * @param temporaryBytes what it may put there at most
     * @param readerCount how many reads for streams may run at once
     * @throws IOException if the file cannot be opened, or is none
     */
    public static DuckDbArchive open(Path file, Path temporary, long memoryBytes, long temporaryBytes, int readerCount)
            throws IOException {
        ArchiveFile opened = ArchiveFile.prepare(file, temporary, memoryBytes, temporaryBytes);
        try {
            DuckDbArchive archive = new DuckDbArchive(opened, readerCount);
            opened.made();
            return archive;
        } catch (SQLException failed) {
            throw new IOException("The archive " + file + " cannot be opened: " + failed.getMessage(), failed);
        }
    }

    /** Readies the database each time that it was opened. */
    private void prepare(DuckDBConnection writer) throws SQLException {
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
            ArchiveEdge edge = new ArchiveEdge(writer);
            edge.prepare();
            setBounds(edge.bounds());
            try (ResultSet row = statement.executeQuery(ArchiveEdge.LAST_CREATED_AT)) {
                row.next();
                long micros = row.getLong(1);
                lastCreatedAt = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(micros);
            }
        }
    }

    private void setBounds(ArchiveEdge.Bounds bounds) {
        firstId = bounds.firstId();
        lastId = bounds.lastId();
        boundsInDoubt = false;
    }

    /** What is done with the writer's connection. */
    private interface Work<T> {
        T with(DuckDBConnection writer) throws SQLException;
    }

    private <T> T write(String what, Work<T> work) {
        try {
            if (boundsInDoubt) {
                setBounds(new ArchiveEdge(database.writer()).bounds());
            }
            return work.with(database.writer());
        } catch (SQLException failed) {
            database.met(failed);
            throw DatabaseFailure.exception("The archive could not " + what, failed);
        }
    }

    @Override
    public void store(List<EntryBlock> blocks, long upTo) {
        try {
            write("store entries", writer -> {
                // Storing what was stored would double it.
                boundsInDoubt = true;
                feed.set(blocks, lastId + 1, upTo);
                try (Statement statement = writer.createStatement()) {
                    statement.execute(STORE);
                } catch (SQLException failed) {
                    learnBounds(failed);
                    throw failed;
                }
                boundsInDoubt = false;
                lastId = upTo;
                lastCreatedAt = OptionalLong.of(blocks.getLast().createdAt());
                return upTo;
            });
        } finally {
            feed.clear();
        }
    }

    /** A commit may have failed after it took effect. */
    private void learnBounds(SQLException failed) {
        try {
            setBounds(new ArchiveEdge(database.writer()).bounds());
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void remove(long upTo) {
        write("remove entries", writer -> {
            // Readers learn of it first: one that then finds the edge where it was has read everything.
            firstId = upTo + 1;
            boundsInDoubt = true;
            try {
                new ArchiveEdge(writer).moveTo(upTo);
            } catch (SQLException failed) {
                learnBounds(failed);
                throw failed;
            }
            boundsInDoubt = false;
            return upTo;
        });
    }

    @Override
    public OptionalLong lastCreatedBefore(long micros) {
        long first = firstId;
        long since = write("be searched", writer -> {
            try (DuckDBPreparedStatement statement =
                    writer.prepareStatement(CreatedTimes.SELECT).unwrap(DuckDBPreparedStatement.class)) {
                // Mostly nothing is as old as that.
                OptionalLong oldest = ArchiveReads.createdAt(statement, first);
                if (oldest.isPresent() && oldest.getAsLong() >= micros) {
                    return first;
                }
                return CreatedTimes.firstSince(micros, first, lastId, id -> ArchiveReads.createdAt(statement, id));
            }
        });
        return since > first ? OptionalLong.of(since - 1) : OptionalLong.empty();
    }

    @Override
    public ArchiveSize size() {
        return write("be measured", writer -> {
            try (Statement statement = writer.createStatement();
                    ResultSet row = statement.executeQuery(ArchiveSize.SELECT)) {
                return ArchiveSize.of(row, logBytes());
            }
        });
    }

    /** What the database's own log takes. Any thread. */
    long logBytes() {
        return file.resolveSibling(file.getFileName() + ".wal").toFile().length();
    }

    @Override
    public void checkpoint() {
        write("be checkpointed", writer -> {
            try (Statement statement = writer.createStatement()) {
                return statement.execute("CHECKPOINT");
            }
        });
    }

    @Override
    public boolean hasFailed() {
        return database.hasFailed();
    }

    @Override
    public void reopen() {
        try {
            database.reopen();
        } catch (SQLException failed) {
            throw DatabaseFailure.exception("The archive could not be opened again", failed);
        }
    }

    /** Connections for another kind of reader, so many at once; closed with the archive. */
    ArchiveConnections connections(int count) {
        return ArchiveConnections.of(database, count);
    }

    ArchiveDatabase database() {
        return database;
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
        return lastCreatedAt;
    }

    @Override
    public long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running) {
        return reads.read(filter, after, upTo, maxEntries, maxBytes, sink, running);
    }

    @Override
    public long count(Filter filter, long after, long upTo, RunningQuery running) {
        return reads.count(filter, after, upTo, running);
    }

    @Override
    public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
        return reads.nthNewest(filter, after, upTo, n, running);
    }

    @Override
    public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
        return reads.firstCreatedSince(micros, firstId, lastId, running);
    }

    /** Closes it to its end, whatever fails; reads under way fail. */
    @Override
    public void close() throws IOException {
        database.close();
    }
}
