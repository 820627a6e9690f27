package io.tailrace.cli.serve;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.http.tail.Liveness;
import io.tailrace.http.tail.TailOptions;
import io.tailrace.stream.StreamLimits;
import picocli.CommandLine.Option;

/** How streams are served. */
final class StreamFlags {

    @Option(
            names = "--catch-up-workers",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Reads of the archive at once, for clients that are far behind" + " (default: ${DEFAULT-VALUE}).")
    private int catchUpWorkers;

    @Option(
            names = "--catch-up-pages",
            paramLabel = "N",
            defaultValue = "16",
            description = "Pages of 2 MiB read from the archive that may wait for slow clients, on each event loop"
                    + " (default: ${DEFAULT-VALUE}).")
    private int catchUpPages;

    @Option(
            names = "--max-lookups",
            paramLabel = "N",
            defaultValue = "256",
            description = "Looks for where a stream starts, or for what it skips, at once; more are answered 503"
                    + " (default: ${DEFAULT-VALUE}).")
    private int maxLookUps;

    @Option(
            names = "--batch-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "64k",
            description = "What one client is sent at once (default: ${DEFAULT-VALUE}).")
    private long batch;

    @Option(
            names = "--heartbeat-ms",
            paramLabel = "N",
            defaultValue = "15000",
            description = "How often a quiet client hears of its position (default: ${DEFAULT-VALUE}).")
    private long heartbeat;

    @Option(
            names = "--ping-ms",
            paramLabel = "N",
            defaultValue = "15000",
            description = "How often a WebSocket's client is pinged (default: ${DEFAULT-VALUE}).")
    private long ping;

    @Option(
            names = "--silence-ms",
            paramLabel = "N",
            defaultValue = "45000",
            description =
                    "After how long without a sign of life a WebSocket is closed, or a request whose body does not come"
                            + " (default: ${DEFAULT-VALUE}).")
    private long silence;

    /** @throws CommandFailed if a value is out of its range */
    TailOptions options() throws CommandFailed {
        StreamLimits limits = new StreamLimits(
                Ranges.arraySize(batch, "--batch-bytes"),
                Ranges.atLeast(1, catchUpPages, "--catch-up-pages"),
                Ranges.atLeast(100L, heartbeat, "--heartbeat-ms"));
        Liveness liveness =
                new Liveness(Ranges.atLeast(1000L, ping, "--ping-ms"), Ranges.atLeast(ping, silence, "--silence-ms"));
        return new TailOptions(
                limits,
                Ranges.atLeast(1, catchUpWorkers, "--catch-up-workers"),
                Ranges.atLeast(1, maxLookUps, "--max-lookups"),
                liveness);
    }
}
