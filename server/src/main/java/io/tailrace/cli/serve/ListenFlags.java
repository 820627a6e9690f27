package io.tailrace.cli.serve;

import io.tailrace.cli.shell.BytesConverter;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.http.ListenOptions;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.access.Deadlines;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where to listen, for whom and for how many. */
final class ListenFlags {

    private static final int DEFAULT_PORT = 8082;
    private static final int MAX_PORT = 65_535;

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
            names = "--send-buffer-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "256k",
            description = "The kernel's send buffer of a connection; 0 leaves it to the kernel"
                    + " (default: ${DEFAULT-VALUE}).")
    private long sendBuffer;

    @Option(
            names = "--event-loops",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that serve connections; 0 for one a core (default: ${DEFAULT-VALUE}).")
    private int eventLoops;

    @Option(
            names = "--max-answer-bytes",
            paramLabel = "SIZE",
            converter = BytesConverter.class,
            defaultValue = "64m",
            description = "Answers that wait for clients to take them together; more are answered 503"
                    + " (default: ${DEFAULT-VALUE}).")
    private long maxAnswers;

    @Option(
            names = "--header-timeout-ms",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How long the head of a request may take, from its first byte, or from the beginning of a"
                    + " connection (default: ${DEFAULT-VALUE}).")
    private long headerTimeout;

    @Option(
            names = "--idle-timeout-ms",
            paramLabel = "N",
            defaultValue = "75000",
            description = "How long a connection may rest between requests (default: ${DEFAULT-VALUE}).")
    private long idleTimeout;

    @Option(
            names = "--min-body-rate",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Bytes a second that a request's body comes at least with, on average after 5 s; 0 for any"
                    + " (default: ${DEFAULT-VALUE}).")
    private int minBodyRate;

    /**
     * @param silenceMillis how long a client may send nothing of a body or take nothing of an answer
     * @throws CommandFailed if a value is out of its range
     */
    ListenOptions options(long silenceMillis) throws CommandFailed {
        return new ListenOptions(
                host,
                port(),
                Ranges.atLeast(0, eventLoops, "--event-loops"),
                Ranges.atLeast(1, maxConnections, "--max-connections"),
                Ranges.atLeast(1, maxClients, "--max-clients"),
                (int) Ranges.sizeFrom(0, Ranges.MAX_ARRAY, sendBuffer, "--send-buffer-bytes"),
                Ranges.sizeAtLeast(1L << 20, maxAnswers, "--max-answer-bytes"),
                new Deadlines(
                        Ranges.atLeast(100L, headerTimeout, "--header-timeout-ms"),
                        Ranges.atLeast(100L, idleTimeout, "--idle-timeout-ms"),
                        silenceMillis,
                        Ranges.atLeast(0, minBodyRate, "--min-body-rate")));
    }

    AccessRules access() {
        return new AccessRules(Set.copyOf(allowHosts), Set.copyOf(allowOrigins));
    }

    /** The host as it stands in an address. */
    String shownHost() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** PORT is what platforms set; the flag and its own variable come first. */
    private int port() throws CommandFailed {
        int chosen;
        try {
            String platforms = System.getenv("PORT");
            chosen = port.orElseGet(() -> platforms == null ? DEFAULT_PORT : Integer.parseInt(platforms.strip()));
        } catch (NumberFormatException notANumber) {
            throw CommandFailed.usage("the variable PORT is not a number");
        }
        if (chosen < 0 || chosen > MAX_PORT) {
            throw CommandFailed.usage("the port must be from 0 to " + MAX_PORT);
        }
        return chosen;
    }
}
