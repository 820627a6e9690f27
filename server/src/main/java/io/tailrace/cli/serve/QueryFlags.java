package io.tailrace.cli.serve;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import io.tailrace.http.query.QueryLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The bounds of asking about the past. */
final class QueryFlags {

    @Option(
            names = "--query-concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Queries that are worked on at once (default: ${DEFAULT-VALUE}).")
    private int queryConcurrency;

    @Option(
            names = "--query-queue",
            paramLabel = "N",
            defaultValue = "64",
            description = "Queries that may wait for that; more are answered 429 (default: ${DEFAULT-VALUE}).")
    private int queryQueue;

    @Option(
            names = "--query-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long a query may take, its wait included; then it is stopped and answered 503"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration queryTimeout = Duration.ZERO;

    @Option(
            names = "--export-concurrency",
            paramLabel = "N",
            defaultValue = "2",
            description = "Exports at once; more are answered 429 (default: ${DEFAULT-VALUE}).")
    private int exportConcurrency;

    /** @throws CommandFailed if a value is out of its range */
    QueryLimits limits() throws CommandFailed {
        return new QueryLimits(
                Ranges.atLeast(1, queryConcurrency, "--query-concurrency"),
                Ranges.atLeast(0, queryQueue, "--query-queue"),
                Ranges.atLeast(1L, queryTimeout.toMillis(), "--query-timeout"),
                Ranges.atLeast(1, exportConcurrency, "--export-concurrency"));
    }
}
