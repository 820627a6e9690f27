package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.EventLog;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.util.concurrent.TimeoutException;

/**
 * Everything that matches, for as long as that takes, in memory that does not grow with it. Whatever is committed before
 * an export begins is in it. Every method blocks; any thread may call.
 */
public final class LogExports {

    private final EventLog log;
    private final Archiver archiver;
    private final ExportFiles files;
    private final ArchiveConnections connections;

    LogExports(EventLog log, Archiver archiver, ExportFiles files, ArchiveConnections connections) {
        this.log = log;
        this.archiver = archiver;
        this.files = files;
        this.connections = connections;
    }

    /** Hands over what matches, lowest id first. The sink may take its time. */
    public void read(Filter filter, RunningQuery running, EntrySink sink) {
        long highest = log.committed();
        HotPass hot = new HotPass(log.tail(), running);
        long next = log.firstId();
        while (next <= highest) {
            long below = Math.min(highest, log.tail().firstId() - 1);
            if (next <= below) {
                // So that a slow client does not keep one transaction open for all of its export.
                long last = History.firstRange(next - 1, below);
                Sql sql = new Sql()
                        .add("SELECT " + WireRows.COLUMNS + " FROM entries")
                        .where(next, last, filter);
                connections.read(running, sql, sink);
                next = last + 1;
            } else {
                next = hot.forth(next, highest, filter, (block, index, view) -> {
                    sink.entry(view.id(), block.bytes(), block.start(index), block.end(index));
                    return true;
                });
            }
        }
    }

    /**
     * Writes what matches to a Parquet file, lowest id first, for the caller to close, which deletes it. The database
     * writes one group of rows after the other as it reads them, so that its memory does not grow with the file.
     *
     * @throws HistoryException if the file cannot be written, or would be larger than such files may be
     */
    public ExportFiles.Export writeParquet(Filter filter, RunningQuery running) {
        long highest = log.committed();
        if (!archiver.archiveUpTo(highest, running)) {
            throw new HistoryException(
                    archiver.isDiskFull() ? HistoryException.Kind.DISK_FULL : HistoryException.Kind.FAILED,
                    "The newest entries did not come to the archive",
                    new TimeoutException("entry " + highest));
        }
        ExportFiles.Export export = files.begin(running);
        try {
            // Without an order, as one thread writes rows as they lie, and a sort would hold all of them.
            Sql sql = new Sql()
                    .add("""
                            COPY (SELECT id, timestamp AT TIME ZONE 'UTC' AS timestamp,
                                created_at AT TIME ZONE 'UTC' AS created_at, service, level::VARCHAR AS level,
                                message, tags, metadata, user_id, trace_id, span_id FROM entries""")
                    .where(log.firstId(), highest, filter)
                    .add(") TO '" + export.path().toString().replace("'", "''")
                            + "' (FORMAT parquet, COMPRESSION zstd)");
            export.write(() -> connections.execute(export.running(), sql));
            return export;
        } catch (RuntimeException failed) {
            export.close();
            throw failed;
        }
    }
}
