package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.EventLog;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/**
 * Everything that matches, for as long as that takes, in memory that does not grow with it. Whatever is committed before
 * an export begins is in it. Every method blocks; any thread may call.
 */
public final class LogExports {

    /**
     * So many ids are read with one statement: enough that no row group is unpacked often, and few enough that a slow
     * client does not keep one transaction open for all of its export.
     */
    private static final long STATEMENT_IDS = 4L * 122_880;

    private static final String PREFIX = "export-";

    private final EventLog log;
    private final Archiver archiver;
    private final Path temporary;
    private final QueryConnections connections;

    LogExports(EventLog log, Archiver archiver, Path temporary, QueryConnections connections) {
        this.log = log;
        this.archiver = archiver;
        this.temporary = temporary;
        this.connections = connections;
    }

    /** Deletes the files of exports that ended with a crash. */
    static void deleteLeftOvers(Path temporary) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Hands over what matches, lowest id first. The sink may take its time. */
    public void read(Filter filter, RunningQuery running, EntrySink sink) {
        long highest = log.committed();
        HotPass hot = new HotPass(log.tail(), running);
        long next = log.firstId();
        while (next <= highest) {
            long below = Math.min(highest, log.tail().firstId() - 1);
            if (next <= below) {
                long last = Math.min(below, next + STATEMENT_IDS - 1);
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
     * Writes what matches to a Parquet file, lowest id first, for the caller to delete.
     *
     * @throws HistoryException if the file cannot be written
     */
    public Path writeParquet(Filter filter, RunningQuery running) {
        long highest = log.committed();
        if (!archiver.archiveUpTo(highest, running)) {
            throw new HistoryException(
                    "The newest entries did not come to the archive", new TimeoutException("entry " + highest));
        }
        Path file = temporaryFile();
        try {
            Sql sql = new Sql()
                    .add("""
                            COPY (SELECT id, timestamp AT TIME ZONE 'UTC' AS timestamp,
                                created_at AT TIME ZONE 'UTC' AS created_at, service, level::VARCHAR AS level,
                                message, tags, metadata, user_id, trace_id, span_id FROM entries""")
                    .where(log.firstId(), highest, filter)
                    .add(" ORDER BY id) TO '" + file.toString().replace("'", "''")
                            + "' (FORMAT parquet, COMPRESSION zstd)");
            connections.execute(running, sql);
            return file;
        } catch (RuntimeException failed) {
            delete(file);
            throw failed;
        }
    }

    private Path temporaryFile() {
        try {
            return Files.createTempFile(temporary, PREFIX, ".parquet");
        } catch (IOException failed) {
            throw new HistoryException("The export's file could not be made: " + failed.getMessage(), failed);
        }
    }

    /** Deletes the file of an export. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new HistoryException("The export's file could not be deleted: " + failed.getMessage(), failed);
        }
    }
}
