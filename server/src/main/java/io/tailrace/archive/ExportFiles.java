package io.tailrace.archive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which exports lie that cannot be sent as they are made. All of them together have a bound: a thread looks how
 * large they are, and when they are too large ends the one that grows. Any thread may begin one.
 */
public final class ExportFiles implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFiles.class);

    static final String PREFIX = "export-";

    private static final long LOOK_MILLIS = 50;

    private final Path directory;
    private final long maxBytes;
    private final Set<Export> exports = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("export-files").daemon().factory());

    private final Faults faults;

    /** @param maxBytes what all files together may take */
    ExportFiles(Path directory, long maxBytes, Faults faults, MeterRegistry meters) {
        this.faults = faults;
        this.directory = directory;
        this.maxBytes = maxBytes;
        Gauge.builder("tailrace.exports.bytes", this, ExportFiles::bytes)
                .description("What the temporary files of Parquet exports take on the disk")
                .register(meters);
        Gauge.builder("tailrace.exports.max.bytes", () -> maxBytes)
                .description("What the temporary files of Parquet exports may take together")
                .register(meters);
    }

    /** An export's file from its beginning until it was sent. Closed by whoever began it. */
    public final class Export implements AutoCloseable {

        private final Path path;
        private final RunningQuery asked;

        /** What writes the file; it is stopped also when the file becomes too large. */
        private final RunningQuery running = new RunningQuery();

        private volatile boolean isWriting;
        private volatile boolean isTooLarge;

        private Export(Path path, RunningQuery asked) {
            this.path = path;
            this.asked = asked;
        }

        public Path path() {
            return path;
        }

        RunningQuery running() {
            return running;
        }

        /** Writes the file. */
        void write(Runnable writing) {
            isWriting = true;
            ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(
                    ExportFiles.this::lookSafely, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            asked.begin(running::stop);
            try {
                writing.run();
                refuseIfTooLarge(null);
            } catch (QueryStopped stopped) {
                refuseIfTooLarge(stopped);
                throw stopped;
            } finally {
                asked.end();
                looking.cancel(false);
                isWriting = false;
            }
            look();
            refuseIfTooLarge(null);
        }

        private void refuseIfTooLarge(@Nullable QueryStopped stopped) {
            if (isTooLarge) {
                throw new HistoryException(
                        HistoryException.Kind.TOO_LARGE,
                        "The files of Parquet exports would take more than --max-export-bytes together",
                        stopped == null ? new IOException("more than " + maxBytes + " bytes") : stopped);
            }
        }

        private long bytes() {
            return path.toFile().length();
        }

        /** Deletes the file. */
        @Override
        public void close() {
            exports.remove(this);
            try {
                Files.deleteIfExists(path);
            } catch (IOException failed) {
                LOG.warn("The file of an export stays until the next start: {}", failed.getMessage());
            }
        }
    }

    /** @param asked stops the export */
    Export begin(RunningQuery asked) {
        try {
            Export export = new Export(Files.createTempFile(directory, PREFIX, ".parquet"), asked);
            exports.add(export);
            return export;
        } catch (IOException failed) {
            throw DatabaseFailure.exception("The export's file could not be made", failed);
        }
    }

    private long bytes() {
        return exports.stream().mapToLong(Export::bytes).sum();
    }

    /** While they are too large, ends the largest that is being written; again and again, as a stop may be missed. */
    private void look() {
        if (bytes() > maxBytes) {
            exports.stream()
                    .filter(export -> export.isWriting)
                    .max(Comparator.comparingLong(Export::bytes))
                    .ifPresent(export -> {
                        export.isTooLarge = true;
                        export.running.stop(QueryStopped.Why.SHUTTING_DOWN);
                    });
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (Throwable fault) {
            faults.caught(Seam.QUERY, "The files of exports could not be looked at", fault);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
