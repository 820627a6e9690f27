package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.duckdb.DuckDBPreparedStatement;

/**
 * What streams read of the archive: pages of entries, and the look-ups that find where to begin. On connections of their
 * own. Any thread may read.
 */
final class ArchiveReads {

    /** Fewer entries say little about the others. */
    private static final int AVERAGED_ENTRIES = 100;

    /** The database takes 2,048 rows at once, and more than once; beyond this they are asked for by few ids at a time. */
    private static final long LARGE_BYTES = 8 << 10;

    /** So many times fewer rows are tried after too many. */
    private static final int SHRINK = 8;

    private final ArchiveConnections connections;

    /** How long the wire JSON of an entry is, about, so that a read asks for few rows in vain. */
    private volatile long averageBytes = 250;

    ArchiveReads(ArchiveConnections connections) {
        this.connections = connections;
    }

    /** Where entries are so large that the database has no room for as many rows as it takes at once, fewer are read. */
    long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running) {
        while (true) {
            Reached reached = new Reached(sink);
            int limit = Math.clamp(maxBytes / averageBytes + 1, 1, maxEntries);
            try {
                return readSome(filter, after, upTo, limit, maxBytes, reached, running);
            } catch (HistoryException failed) {
                if (!DatabaseFailure.isOutOfMemory(failed) || limit == 1) {
                    throw failed;
                }
                averageBytes = Math.min(averageBytes * SHRINK, maxBytes);
                if (reached.lastId > 0) {
                    return reached.lastId;
                }
            }
        }
    }

    private long readSome(
            Filter filter, long after, long upTo, int limit, long maxBytes, EntrySink sink, RunningQuery running) {
        long end = History.firstRange(after, averageBytes > LARGE_BYTES ? Math.min(upTo, after + limit) : upTo);
        // Without an order, as rows come as they lie, and a sort would have all of them read.
        Sql sql = new Sql()
                .add("SELECT " + WireRows.COLUMNS + " FROM entries")
                .where(after + 1, end, filter)
                .add(" LIMIT ?", limit);
        return connections.use(running, sql, statement -> {
            WireRows.Read read = WireRows.read(statement, maxBytes, sink);
            if (read.count() >= Math.min(AVERAGED_ENTRIES, limit)) {
                averageBytes = Math.max(read.bytes() / read.count(), averageBytes / SHRINK);
            }
            return read.count() < limit && read.bytes() < maxBytes ? end : read.lastId();
        });
    }

    /** How far a read has come. */
    private static final class Reached implements EntrySink {

        private final EntrySink sink;
        private long lastId;

        Reached(EntrySink sink) {
            this.sink = sink;
        }

        @Override
        public void entry(long id, byte[] bytes, int from, int to) {
            sink.entry(id, bytes, from, to);
            lastId = id;
        }
    }

    long count(Filter filter, long after, long upTo, RunningQuery running) {
        Sql sql = new Sql().add("SELECT count(*) FROM entries").where(after + 1, upTo, filter);
        return connections.ask(running, sql, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    History.Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
        Sql sql = new Sql()
                .add("SELECT count(*), min(id) FROM (SELECT id FROM entries")
                .where(after + 1, upTo, filter)
                .add(" ORDER BY id DESC LIMIT ?)", n);
        return connections.ask(running, sql, rows -> {
            rows.next();
            return new History.Newest(rows.getLong(1), rows.getLong(2));
        });
    }

    /** The lowest id from first to last that was appended at this time or later. */
    OptionalLong firstCreatedSince(long micros, long firstId, long lastId, RunningQuery running) {
        Sql sql = new Sql().add(CreatedTimes.SELECT, firstId);
        long found = connections.use(
                running,
                sql,
                statement -> CreatedTimes.firstSince(micros, firstId, lastId, id -> {
                    running.check();
                    return createdAt(statement, id);
                }));
        return found <= lastId ? OptionalLong.of(found) : OptionalLong.empty();
    }

    static OptionalLong createdAt(DuckDBPreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }
}
