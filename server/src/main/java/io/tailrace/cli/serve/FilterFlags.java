package io.tailrace.cli.serve;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.filter.FilterLimits;
import picocli.CommandLine.Option;

/** The bounds of filters. */
final class FilterFlags {

    /** The most costly filter that is taken at all needs less than half of it. */
    private static final long MIN_BYTES = 1L << 20;

    @Option(
            names = "--max-filter-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "32m",
            description = "Memory for the filters of all streams and running queries; equal ones count once, more are"
                    + " answered 503 (default: ${DEFAULT-VALUE}).")
    private long maxBytes;

    /** @throws CommandFailed if a value is out of its range */
    FilterLimits limits() throws CommandFailed {
        return new FilterLimits(Ranges.sizeAtLeast(MIN_BYTES, maxBytes, "--max-filter-bytes"));
    }
}
