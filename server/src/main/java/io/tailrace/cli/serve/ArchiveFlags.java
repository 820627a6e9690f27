package io.tailrace.cli.serve;

import io.tailrace.archive.ArchiveOptions;
import io.tailrace.archive.RetentionLimits;
import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What the archive may take, and how much it keeps. */
final class ArchiveFlags {

    private static final long MIN_MEMORY = 64L << 20;
    private static final long MIN_SIZE = 1L << 20;

    @Option(
            names = "--retention-age",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Remove entries that were stored longer ago than this, such as 30d (default: never).")
    private Optional<Duration> retentionAge = Optional.empty();

    @Option(
            names = "--retention-size",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            description = "Remove the oldest entries when the archive takes more than this on the disk, such as 20g"
                    + " (default: never).")
    private Optional<Long> retentionSize = Optional.empty();

    @Option(
            names = "--archive-memory-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "256m",
            description = "What the database of the archive may hold in memory (default: ${DEFAULT-VALUE}).")
    private long archiveMemory;

    @Option(
            names = "--retention-catch-up",
            description =
                    "Believe the clock at the start although it is far ahead of the newest entry, and remove at once"
                            + " all that is too old by it.")
    private boolean catchUp;

    @Option(
            names = "--archive-temp-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "1g",
            description =
                    "What the database of the archive may put on the disk, in DATA/tmp, of what does not fit into its"
                            + " memory (default: ${DEFAULT-VALUE}).")
    private long archiveTemp;

    @Option(
            names = "--max-export-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "4g",
            description =
                    "What the files of Parquet exports under way may take together, in DATA/tmp; more is answered 503"
                            + " (default: ${DEFAULT-VALUE}).")
    private long maxExport;

    @Option(
            names = "--archive-threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that the archive may use to answer a query; 0 for one a core"
                    + " (default: ${DEFAULT-VALUE}).")
    private int archiveThreads;

    @Option(
            names = "--archive-interval-ms",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "How long an entry may wait until its batch goes to the archive" + " (default: ${DEFAULT-VALUE}).")
    private long archiveInterval;

    /** @throws CommandFailed if a value is out of its range */
    ArchiveOptions options() throws CommandFailed {
        return new ArchiveOptions(
                Ranges.sizeAtLeast(MIN_MEMORY, archiveMemory, "--archive-memory-bytes"),
                Ranges.sizeAtLeast(MIN_SIZE, archiveTemp, "--archive-temp-bytes"),
                Ranges.atLeast(0, archiveThreads, "--archive-threads"),
                Ranges.sizeAtLeast(MIN_SIZE, maxExport, "--max-export-bytes"),
                Ranges.atLeast(1L, archiveInterval, "--archive-interval-ms"),
                new RetentionLimits(ageMicros(), bytes(), catchUp));
    }

    private long ageMicros() throws CommandFailed {
        if (retentionAge.isEmpty()) {
            return RetentionLimits.NONE.ageMicros();
        }
        long millis = Ranges.atLeast(1000L, retentionAge.get().toMillis(), "--retention-age, in milliseconds,");
        return TimeUnit.MILLISECONDS.toMicros(millis);
    }

    private long bytes() throws CommandFailed {
        return retentionSize.isEmpty()
                ? RetentionLimits.NONE.bytes()
                : Ranges.sizeAtLeast(MIN_SIZE, retentionSize.get(), "--retention-size");
    }
}
