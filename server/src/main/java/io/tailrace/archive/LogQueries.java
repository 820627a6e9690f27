package io.tailrace.archive;

import io.tailrace.log.EventLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The questions that can be asked of the log. None of them waits for the archiver: what is newer than the archive is
 * answered from the hot tail, so whatever is committed before a question is in its answer.
 */
public final class LogQueries implements Closeable {

    private final QueryConnections connections;
    private final LogPages pages;
    private final LogCounts counts;
    private final LogExports exports;

    private LogQueries(EventLog log, Archiver archiver, Path temporary, QueryConnections connections) {
        this.connections = connections;
        pages = new LogPages(log, connections);
        counts = new LogCounts(log, connections);
        exports = new LogExports(log, archiver, temporary, connections);
    }

    /**
     * Opens connections of its own.
     *
     * @param archive the history of the log
     * @param temporary where files of exports may lie
     * @param atOnce how many questions may be asked at once
     */
    public static LogQueries of(EventLog log, DuckDbArchive archive, Archiver archiver, Path temporary, int atOnce)
            throws IOException {
        LogExports.deleteLeftOvers(temporary);
        return new LogQueries(log, archiver, temporary, new QueryConnections(archive, atOnce));
    }

    public LogPages pages() {
        return pages;
    }

    public LogCounts counts() {
        return counts;
    }

    public LogExports exports() {
        return exports;
    }

    /** Gives the connections back; no question may be under way. */
    @Override
    public void close() throws IOException {
        connections.close();
    }
}
