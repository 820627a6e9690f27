package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server with entries made by a rule, to ask questions of: the newest only in memory, the oldest only in the archive, or
 * all in one of the two.
 */
final class QueryLog {

    /** 2027-01-15T08:00:00Z, in seconds; entry n happened n seconds later. */
    static final long START = 1_800_000_000;

    private QueryLog() {}

    /** Where the entries are. */
    enum Place {
        MEMORY,
        ARCHIVE,
        BOTH
    }

    /** Starts a server and sends entries 1 to {@code count}. */
    static TestServer start(Path data, Place place, int count) throws IOException {
        TestServer server = TestServer.with()
                .hotTailBytes(place == Place.MEMORY ? 16 << 20 : 64 << 10)
                .archiveIntervalMillis(place == Place.ARCHIVE ? 20 : 600_000)
                .start(data);
        int hot = place == Place.BOTH ? 20 : 0;
        try (HttpSocket http = HttpSocket.open(server)) {
            send(http, 1, count - hot);
            switch (place) {
                case MEMORY -> {}
                case ARCHIVE ->
                    Await.until("all is archived", () -> server.metric("tailrace_archive_lag_entries") == 0);
                case BOTH -> {
                    Await.until("much is archived", () -> server.metric("tailrace_archive_entries_total") > 0);
                    send(http, count - hot + 1, hot);
                }
            }
        }
        return server;
    }

    private static void send(HttpSocket http, int first, int count) throws IOException {
        for (int from = first; from < first + count; from += 20) {
            String lines = IntStream.range(from, Math.min(from + 20, first + count))
                    .mapToObj(QueryLog::entry)
                    .collect(Collectors.joining("\n"));
            assertThat(http.postLines(lines).status()).isEqualTo(201);
        }
    }

    /** Every third is an error, the others info; of the services even and odd; tagged with one or two remainders. */
    static String entry(int n) {
        String tags = n % 4 == 0 ? "\"r0\",\"four\"" : "\"r" + n % 4 + "\"";
        return "{\"service\":\"%s\",\"level\":\"%s\",\"message\":\"n %d, \\\"é\\\"\\n\",\"timestamp\":%d,\"tags\":[%s],\"metadata\":{\"third\":%d}}"
                .formatted(n % 2 == 0 ? "even" : "odd", n % 3 == 0 ? "error" : "info", n, START + n, tags, n % 3);
    }
}
