package io.tailrace.cli;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.http.ServerConfig;
import io.tailrace.http.TailraceServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tailrace serve}: runs the server until it is told to stop. Ctrl-C and SIGTERM end it cleanly, with 0. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the server.",
            "",
            "It listens on this machine only, unless --host says otherwise. Whoever can reach it can read and write"
                    + " logs: put a proxy with authentication in front before you open it to a network."
        })
final class ServeCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final long MIN_HOT_TAIL = 16L << 20;
    private static final long MAX_ARRAY = 1L << 30;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on; 0 for any free one (default: the variable PORT, else 8082).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "The directory that holds the log (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("");

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
            names = "--journal-repair",
            description = "If the journal is damaged, keep everything before the damage, set the rest aside and start.")
    private boolean journalRepair;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            split = ",",
            description = "Answer requests for this host name too, beside localhost; * for any. May be repeated.")
    private List<String> allowHosts = List.of();

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Let web pages of this origin read and write, such as https://ops.example.com; * for any."
                    + " May be repeated.")
    private List<String> allowOrigins = List.of();

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the server writes its own log, on stderr (default: ${DEFAULT-VALUE}).")
    private LogFormat logFormat = LogFormat.text;

    @ArgGroup(exclusive = false, heading = "%nBounds. Sizes are in bytes; k, m and g stand for powers of 1024.%n")
    private final Bounds bounds = new Bounds();

    /** The bounds, each with a default that suits a machine of 2 cores and 2 GB. */
    static final class Bounds {

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

        @Option(
                names = "--journal-segment-bytes",
                paramLabel = "SIZE",
                converter = BytesConverter.class,
                defaultValue = "64m",
                description = "The size of a journal file (default: ${DEFAULT-VALUE}).")
        private long journalSegment;

        @Option(
                names = "--archive-memory-bytes",
                paramLabel = "SIZE",
                converter = BytesConverter.class,
                defaultValue = "256m",
                description = "What the database of the archive may hold in memory (default: ${DEFAULT-VALUE}).")
        private long archiveMemory;

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
                description = "How long an entry may wait until its batch goes to the archive"
                        + " (default: ${DEFAULT-VALUE}).")
        private long archiveInterval;

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

        @Option(
                names = "--max-connections",
                paramLabel = "N",
                defaultValue = "19900",
                description = "Open connections of every kind (default: ${DEFAULT-VALUE}).")
        private int maxConnections;

        @Option(
                names = "--max-clients",
                paramLabel = "N",
                defaultValue = "19500",
                description = "Open streams; more are answered 503 (default: ${DEFAULT-VALUE}).")
        private int maxClients;

        @Option(
                names = "--catch-up-workers",
                paramLabel = "N",
                defaultValue = "2",
                description = "Reads of the archive at once, for clients that are far behind"
                        + " (default: ${DEFAULT-VALUE}).")
        private int catchUpWorkers;

        @Option(
                names = "--catch-up-pages",
                paramLabel = "N",
                defaultValue = "16",
                description = "Pages of 2 MiB read from the archive that may wait for slow clients, on each event loop"
                        + " (default: ${DEFAULT-VALUE}).")
        private int catchUpPages;

        @Option(
                names = "--batch-bytes",
                paramLabel = "SIZE",
                converter = BytesConverter.class,
                defaultValue = "64k",
                description = "What one client is sent at once (default: ${DEFAULT-VALUE}).")
        private long batch;

        @Option(
                names = "--send-buffer-bytes",
                paramLabel = "SIZE",
                converter = BytesConverter.class,
                defaultValue = "256k",
                description = "The kernel's send buffer of a connection; 0 leaves it to the kernel"
                        + " (default: ${DEFAULT-VALUE}).")
        private long sendBuffer;

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

        @Option(
                names = "--event-loops",
                paramLabel = "N",
                defaultValue = "0",
                description = "Threads that serve connections; 0 for one a core (default: ${DEFAULT-VALUE}).")
        private int eventLoops;
    }

    /** The values of --durability, spelled as on the command line. */
    private enum Durability {
        fsync,
        async
    }

    /** The values of --log-format, spelled as on the command line. */
    private enum LogFormat {
        text,
        json
    }

    private final Stdio stdio;
    private final StopSignal stop;

    ServeCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed, IOException, InterruptedException {
        ServerConfig config = config();
        if (logFormat == LogFormat.json) {
            // Read when the first logger is made, which is below.
            System.setProperty("logback.configurationFile", "logback-json.xml");
        }
        CountDownLatch stopped = new CountDownLatch(1);
        stop.onRequest(GRACE, stopped::countDown);
        try (TailraceServer server = TailraceServer.start(config, Version.number())) {
            say("tailrace " + Version.number() + " ready on http://" + shownHost() + ":" + server.port() + " data "
                    + data.toAbsolutePath().normalize());
            stopped.await();
        } catch (IOException failed) {
            throw new CommandFailed(String.valueOf(failed.getMessage()));
        }
        return ExitCode.OK;
    }

    private void say(String line) throws IOException {
        stdio.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stdio.out().flush();
    }

    private String shownHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private ServerConfig config() throws CommandFailed {
        return new ServerConfig(
                host,
                port(),
                data,
                durability == Durability.fsync,
                journalRepair,
                atLeast(MIN_HOT_TAIL, bounds.hotTail, "--hot-tail-bytes"),
                atLeast(1, bounds.appendQueue, "--append-queue-bytes"),
                arraySize(bounds.journalSegment, "--journal-segment-bytes"),
                atLeast(64L << 20, bounds.archiveMemory, "--archive-memory-bytes"),
                (int) atLeast(0, bounds.archiveThreads, "--archive-threads"),
                atLeast(1, bounds.archiveInterval, "--archive-interval-ms"),
                retentionAge.isEmpty()
                        ? 0
                        : atLeast(1000, retentionAge.get().toMillis(), "--retention-age, in milliseconds,"),
                retentionSize.isEmpty() ? 0 : atLeast(1L << 20, retentionSize.get(), "--retention-size"),
                arraySize(bounds.maxEntry, "--max-entry-bytes"),
                arraySize(bounds.maxBody, "--max-body-bytes"),
                atLeast(bounds.maxBody, bounds.maxBuffered, "--max-buffered-bytes"),
                (int) atLeast(1, bounds.maxConnections, "--max-connections"),
                (int) atLeast(1, bounds.maxClients, "--max-clients"),
                (int) atLeast(1, bounds.catchUpWorkers, "--catch-up-workers"),
                (int) atLeast(1, bounds.catchUpPages, "--catch-up-pages"),
                arraySize(bounds.batch, "--batch-bytes"),
                (int) Math.min(bounds.sendBuffer, MAX_ARRAY),
                atLeast(100, bounds.heartbeat, "--heartbeat-ms"),
                atLeast(1000, bounds.ping, "--ping-ms"),
                atLeast(bounds.ping, bounds.silence, "--silence-ms"),
                (int) atLeast(1, bounds.queryConcurrency, "--query-concurrency"),
                (int) atLeast(0, bounds.queryQueue, "--query-queue"),
                atLeast(1, bounds.queryTimeout.toMillis(), "--query-timeout"),
                (int) atLeast(1, bounds.exportConcurrency, "--export-concurrency"),
                (int) atLeast(0, bounds.eventLoops, "--event-loops"),
                Set.copyOf(allowHosts),
                Set.copyOf(allowOrigins));
    }

    /** PORT is what platforms set; the flag and its own variable come first. */
    private int port() throws CommandFailed {
        int chosen;
        try {
            String platforms = System.getenv("PORT");
            chosen = port.orElseGet(() -> platforms == null ? 8082 : Integer.parseInt(platforms.strip()));
        } catch (NumberFormatException notANumber) {
            throw CommandFailed.usage("the variable PORT is not a number");
        }
        if (chosen < 0 || chosen > 65_535) {
            throw CommandFailed.usage("the port must be from 0 to 65535");
        }
        return chosen;
    }

    private static int arraySize(long bytes, String flag) throws CommandFailed {
        if (bytes < 1024 || bytes > MAX_ARRAY) {
            throw CommandFailed.usage(flag + " must be from 1k to 1g");
        }
        return (int) bytes;
    }

    private static long atLeast(long least, long value, String flag) throws CommandFailed {
        if (value < least) {
            throw CommandFailed.usage(String.format(Locale.ROOT, "%s must be at least %d", flag, least));
        }
        return value;
    }
}
