package io.tailrace.archive;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.log.EventLog;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The questions that can be asked of the log. None of them waits for the archiver: what is newer than the archive is
 * answered from the hot tail, so whatever is committed before a question is in its answer.
 */
public final class LogQueries implements Closeable {

    private final ExportFiles files;
    private final ThreadPoolExecutor helpers;
    private final LogPages pages;
    private final Elsewhere elsewhere;
    private final LogCounts counts;
    private final LogExports exports;

    /**
     * Gives questions connections of their own.
     *
     * @param archive the history of the log
     * @param temporary where files of exports may lie
     * @param options how many threads work on one question, and what files of exports may take
     * @param atOnce how many questions may be asked at once
     * @param threads makes the threads that help with a question
     */
    public LogQueries(
            EventLog log,
            DuckDbArchive archive,
            Archiver archiver,
            Path temporary,
            ArchiveOptions options,
            int atOnce,
            ThreadFactory threads,
            Faults faults,
            MeterRegistry meters) {
        int helping = options.threads() - 1;
        ArchiveConnections connections = archive.connections(atOnce + helping);
        // Its queue is bounded by the questions, each of which has helpers work on a few ranges.
        helpers = new ThreadPoolExecutor(
                Math.max(1, helping),
                Math.max(1, helping),
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                // A question whose helpers are gone works by itself.
                new ThreadPoolExecutor.DiscardPolicy());
        helpers.allowCoreThreadTimeOut(true);
        files = new ExportFiles(temporary, options.maxExportBytes(), faults, meters);
        ArchiveWalk walk = new ArchiveWalk(connections, helpers, options.threads());
        pages = new LogPages(log, walk);
        elsewhere = new Elsewhere(pages);
        counts = new LogCounts(log, walk);
        exports = new LogExports(log, archiver, files, connections);
    }

    public LogPages pages() {
        return pages;
    }

    public Elsewhere elsewhere() {
        return elsewhere;
    }

    public LogCounts counts() {
        return counts;
    }

    public LogExports exports() {
        return exports;
    }

    /** Ends its threads; no question may be under way. */
    @Override
    public void close() {
        helpers.shutdownNow();
        files.close();
    }
}
