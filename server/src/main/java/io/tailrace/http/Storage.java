package io.tailrace.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.archive.ArchiveOptions;
import io.tailrace.archive.ArchiveReport;
import io.tailrace.archive.ArchiveReports;
import io.tailrace.archive.Archiver;
import io.tailrace.archive.DuckDbArchive;
import io.tailrace.archive.LogQueries;
import io.tailrace.archive.Retention;
import io.tailrace.fault.Faults;
import io.tailrace.http.query.Background;
import io.tailrace.log.DataDirectory;
import io.tailrace.log.EventLog;
import io.tailrace.log.FileJournal;
import io.tailrace.log.LogOptions;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** The opened data directory: the log with its journal, its archive and the archiver between them. */
final class Storage implements Closeable {

    /** How many reports are made at once, but for one more (see {@link io.tailrace.http.query.QueryPool}). */
    static final int REPORTS = 1;

    private final DataDirectory directory;
    private final DuckDbArchive archive;
    private final EventLog log;
    private final Archiver archiver;
    private final ArchiveReports reports;
    private final ArchiveOptions options;
    private final Faults faults;
    private final MeterRegistry meters;

    private Storage(
            DataDirectory directory,
            DuckDbArchive archive,
            EventLog log,
            Archiver archiver,
            ArchiveReports reports,
            ArchiveOptions options,
            Faults faults,
            MeterRegistry meters) {
        this.directory = directory;
        this.archive = archive;
        this.log = log;
        this.archiver = archiver;
        this.reports = reports;
        this.options = options;
        this.faults = faults;
        this.meters = meters;
    }

    /**
     * Opens the directory and replays its journal. Takes as long as that takes.
     *
     * @throws IOException if the directory is in use, cannot be written, or holds damaged files
     */
    static Storage open(ServerConfig config, InstantSource clock, Faults faults, MeterRegistry meters)
            throws IOException {
        DataDirectory directory = DataDirectory.open(config.data());
        DuckDbArchive archive = null;
        try {
            ArchiveOptions options = config.archive();
            archive = DuckDbArchive.open(
                    directory.archive(),
                    directory.temporary(),
                    options.memoryBytes(),
                    options.temporaryBytes(),
                    // For pages, and as many for look-ups.
                    2 * config.tail().readers());
            LogOptions logOptions = config.log();
            FileJournal journal = new FileJournal(
                    directory.journal(), logOptions.segmentBytes(), logOptions.repair(), directory::renewEpoch);
            Gauge.builder("tailrace.journal.torn.bytes", journal, FileJournal::tornBytes)
                    .description("Bytes of torn records that the last start cut off")
                    .register(meters);
            EventLog log = new EventLog(
                    directory::epoch,
                    journal,
                    archive,
                    logOptions.limits(),
                    logOptions.durability(),
                    clock,
                    faults,
                    meters);
            Retention retention = new Retention(archive, options.retention(), clock, faults, meters);
            Archiver archiver = new Archiver(log, archive, retention, options.intervalMillis(), faults, meters);
            ArchiveReports reports = new ArchiveReports(log, archive, retention, REPORTS + 1);
            directory.force();
            archiver.start();
            log.start();
            return new Storage(directory, archive, log, archiver, reports, options, faults, meters);
        } catch (IOException | RuntimeException failed) {
            if (archive != null) {
                archive.close();
            }
            directory.close();
            throw failed;
        }
    }

    /** What is kept and what that takes. Blocks for a query. */
    ArchiveReport report(RunningQuery running) {
        return reports.look(running);
    }

    /** A way to ask the log, for its caller to close; so many questions at once. */
    LogQueries queries(int atOnce) {
        return new LogQueries(
                log,
                archive,
                archiver,
                directory.temporary(),
                options,
                atOnce,
                Background.threads("query-ahead"),
                faults,
                meters);
    }

    /** What has ended that should not have, if anything: the server works on, but not for long. */
    Optional<String> fault() {
        return archiver.fault();
    }

    EventLog log() {
        return log;
    }

    /** Appends and forces what waits, archives what time allows, and gives the directory free. */
    @Override
    public void close() throws IOException {
        try (directory;
                archive;
                archiver;
                log) {
            // Closed in this order, last named first: no appends, then no archiving, then no reads.
        }
    }
}
