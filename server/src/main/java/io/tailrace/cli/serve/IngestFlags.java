package io.tailrace.cli.serve;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.http.ingest.IngestLimits;
import picocli.CommandLine.Option;

/** The bounds of taking entries in. */
final class IngestFlags {

    @Option(
            names = "--max-entry-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "256k",
            description = "The largest entry (default: ${DEFAULT-VALUE}).")
    private long maxEntry;

    @Option(
            names = "--max-body-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "16m",
            description = "The largest request body, after decompression too (default: ${DEFAULT-VALUE}).")
    private long maxBody;

    @Option(
            names = "--max-buffered-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "128m",
            description =
                    "All request bodies under way together; more is answered 429" + " (default: ${DEFAULT-VALUE}).")
    private long maxBuffered;

    /** Entries may become some times larger in their stored form, and a request's are held in one array. */
    private static final long MAX_BODY = 256L << 20;

    /** @throws CommandFailed if a value is out of its range */
    IngestLimits limits() throws CommandFailed {
        return new IngestLimits(
                Ranges.arraySize(maxEntry, "--max-entry-bytes"),
                (int) Ranges.sizeFrom(1L << 10, MAX_BODY, maxBody, "--max-body-bytes"),
                Ranges.sizeAtLeast(maxBody, maxBuffered, "--max-buffered-bytes"));
    }
}
