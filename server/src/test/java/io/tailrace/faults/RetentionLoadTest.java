package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.Json;
import io.tailrace.testing.TailSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That retention at work under load loses nothing but what lies below its edge. */
@Timeout(120)
final class RetentionLoadTest {

    private static final int WRITERS = 2;
    private static final int REQUESTS = 40;
    private static final int ENTRIES = 2000;
    private static final long TOTAL = (long) WRITERS * REQUESTS * ENTRIES;

    @TempDir
    Path directory;

    @Test
    void readersAreSentOrToldOfEveryEntryAndNothingAboveTheEdgeIsLost() throws Exception {
        Map<Long, String> acknowledged = new ConcurrentHashMap<>();
        try (TestServer server = TestServer.with()
                        .forceEachCommit(false)
                        .retentionBytes(2 << 20)
                        .archiveIntervalMillis(50)
                        .start(directory);
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1)) {
            Future<Reading> live = threads.submit(reader(server));
            List<Future<Long>> writers =
                    threads.invokeAll(List.of(writer(server, 1, acknowledged), writer(server, 2, acknowledged)));
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).isEqualTo(REQUESTS);
            }
            assertThat(acknowledged).hasSize((int) TOTAL);
            assertThat(live.get().accountFor(acknowledged)).isEqualTo(TOTAL);
            Await.until("removed", () -> server.metric("tailrace_retention_removed_entries_total") > 0);

            Reading late = reader(server).call();
            assertThat(late.accountFor(acknowledged)).isEqualTo(TOTAL);
            assertThat(late.gaps).isPositive();
            assertThat(late.messages).isNotEmpty().containsKey(TOTAL);

            server.restart();
            Reading afterRestart = reader(server).call();
            assertThat(afterRestart.accountFor(acknowledged)).isEqualTo(TOTAL);
            assertThat(server.metric("tailrace_retention_failures_total")).isZero();
        }
    }

    private static Callable<Long> writer(TestServer server, int seed, Map<Long, String> acknowledged) {
        return () -> {
            Random random = new Random(seed);
            long requests = 0;
            try (HttpSocket socket = HttpSocket.open(server)) {
                for (; requests < REQUESTS; requests++) {
                    String[] messages = new String[ENTRIES];
                    StringBuilder lines = new StringBuilder();
                    for (int i = 0; i < ENTRIES; i++) {
                        messages[i] =
                                random.ints(6).mapToObj(Integer::toHexString).collect(Collectors.joining());
                        lines.append("{\"service\":\"load\",\"level\":\"info\",\"message\":\"")
                                .append(messages[i])
                                .append("\"}\n");
                    }
                    long firstId = (Long) socket.postLines(lines.toString()).at("first_id");
                    for (int i = 0; i < ENTRIES; i++) {
                        acknowledged.put(firstId + i, messages[i]);
                    }
                }
            }
            return requests;
        };
    }

    /** Reads from the first entry on until the last one that will ever come. */
    private static Callable<Reading> reader(TestServer server) {
        return () -> {
            Reading reading = new Reading();
            try (TailSocket socket = TailSocket.open(server.webSocket("/ws/logs?after=0"))) {
                while (reading.next <= TOTAL) {
                    reading.take(Json.parse(socket.next()));
                }
            }
            return reading;
        };
    }

    /** What one client was sent, and what it was told is gone; in order and without a hole. */
    private static final class Reading {

        private final Map<Long, String> messages = new HashMap<>();
        private long next = 1;
        private long gaps;

        void take(Object message) throws IOException {
            switch ((String) Json.at(message, "type")) {
                case "gap" -> {
                    assertThat(Json.at(message, "from")).isEqualTo(next);
                    assertThat(Json.at(message, "reason")).isEqualTo("expired");
                    long to = (Long) Json.at(message, "to");
                    gaps += to - next + 1;
                    next = to + 1;
                }
                case "entries" -> {
                    for (Object entry : (List<?>) Json.at(message, "entries")) {
                        assertThat(Json.at(entry, "id")).isEqualTo(next);
                        messages.put(next++, (String) Json.at(entry, "message"));
                    }
                }
                default -> {
                    // Heartbeats and the hello say where it stands, not what there is.
                }
            }
        }

        /** How many entries it was sent or told of; those sent are those that were acknowledged. */
        long accountFor(Map<Long, String> acknowledged) {
            assertThat(acknowledged).containsAllEntriesOf(messages);
            return messages.size() + gaps;
        }
    }
}
