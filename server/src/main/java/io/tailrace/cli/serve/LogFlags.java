package io.tailrace.cli.serve;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.log.LogLimits;
import io.tailrace.log.LogOptions;
import picocli.CommandLine.Option;

/** How the log keeps what is appended. */
final class LogFlags {

    private static final long MIN_HOT_TAIL = 16L << 20;

    @Option(
            names = "--durability",
            paramLabel = "fsync|async",
            defaultValue = "fsync",
            description =
                    "fsync: an entry is answered once it is on the disk. async: once the operating system has it; a"
                            + " crash of the server loses nothing, a power failure up to the last 100 ms"
                            + " (default: ${DEFAULT-VALUE}).")
    private Durability durability = Durability.fsync;

    @Option(
            names = "--journal-repair",
            description = "If the journal is damaged, keep everything before the damage, set the rest aside and start.")
    private boolean journalRepair;

    @Option(
            names = "--journal-segment-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "64m",
            description = "The size of a journal file (default: ${DEFAULT-VALUE}).")
    private long journalSegment;

    @Option(
            names = "--hot-tail-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "128m",
            description = "Memory for the newest entries, from which live clients are served"
                    + " (default: ${DEFAULT-VALUE}).")
    private long hotTail;

    @Option(
            names = "--append-queue-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "64m",
            description = "What may wait to be written; more is answered 429 (default: ${DEFAULT-VALUE}).")
    private long appendQueue;

    /** The values of --durability, spelled as on the command line. */
    private enum Durability {
        fsync(io.tailrace.log.Durability.FSYNC),
        async(io.tailrace.log.Durability.ASYNC);

        private final io.tailrace.log.Durability meant;

        Durability(io.tailrace.log.Durability meant) {
            this.meant = meant;
        }
    }

    /** @throws CommandFailed if a value is out of its range */
    LogOptions options() throws CommandFailed {
        LogLimits limits = new LogLimits(
                Ranges.sizeAtLeast(MIN_HOT_TAIL, hotTail, "--hot-tail-bytes"),
                Ranges.sizeAtLeast(1L, appendQueue, "--append-queue-bytes"));
        return new LogOptions(
                durability.meant, limits, Ranges.arraySize(journalSegment, "--journal-segment-bytes"), journalRepair);
    }
}
