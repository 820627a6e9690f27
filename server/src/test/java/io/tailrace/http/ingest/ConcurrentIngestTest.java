package io.tailrace.http.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many senders at once: every entry gets one number, and the numbers have no hole. */
final class ConcurrentIngestTest {

    private static final int SENDERS = 8;
    private static final int REQUESTS = 40;
    private static final int BATCH = 3;

    @Test
    void idsAreContiguousAndEachBatchStaysTogether(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Map<Long, String> acknowledged = new TreeMap<>();
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                List<Future<Map<Long, String>>> results = new ArrayList<>();
                for (int sender = 0; sender < SENDERS; sender++) {
                    String name = "sender-" + sender;
                    results.add(senders.submit(() -> send(server, name)));
                }
                for (Future<Map<Long, String>> result : results) {
                    acknowledged.putAll(result.get());
                }
            }

            Map<Long, String> read = new TreeMap<>();
            String lastCreated = "";
            for (String line : server.entriesAfter(0, acknowledged.size())) {
                Object entry = Json.parse(line);
                assertThat(Json.at(entry, "id")).isEqualTo(read.size() + 1L);
                String created = (String) Json.at(entry, "created_at");
                assertThat(created).isGreaterThanOrEqualTo(lastCreated);
                lastCreated = created;
                read.put((long) Json.at(entry, "id"), (String) Json.at(entry, "message"));
            }
            assertThat(read).isEqualTo(acknowledged);
        }
    }

    /** Sends bodies of all kinds, good and bad, and returns what was acknowledged: messages by id. */
    private static Map<Long, String> send(TestServer server, String sender) throws IOException {
        Map<Long, String> acknowledged = new TreeMap<>();
        try (HttpSocket http = HttpSocket.open(server)) {
            for (int request = 0; request < REQUESTS; request++) {
                String message = sender + " request " + request + " entry ";
                switch (request % 4) {
                    case 0 -> {
                        Answer answer = http.post(entry(message + 0));
                        acknowledged.put((long) answer.at("id"), message + 0);
                    }
                    case 1 ->
                        acknowledged.putAll(batch(
                                http.post("[5," + entry(message + 0) + ",{}," + entry(message + 1) + ","
                                        + entry(message + 2) + "]"),
                                message));
                    case 2 ->
                        acknowledged.putAll(batch(
                                http.postLines("no\n" + entry(message + 0) + "\n" + entry(message + 1) + "\n{\n"
                                        + entry(message + 2)),
                                message));
                    default -> assertThat(http.post("[{},{}]").status()).isEqualTo(400);
                }
            }
        }
        return acknowledged;
    }

    private static Map<Long, String> batch(Answer answer, String message) {
        assertThat(answer.at("rejected_count")).isEqualTo(2L);
        long first = (long) answer.at("first_id");
        assertThat((long) answer.at("last_id")).isEqualTo(first + BATCH - 1);
        Map<Long, String> entries = new TreeMap<>();
        for (int index = 0; index < BATCH; index++) {
            entries.put(first + index, message + index);
        }
        return entries;
    }

    private static String entry(String message) {
        return "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + message + "\"}";
    }

    @Test
    void whatIsAnswered201IsThereForWhoeverReadsNext(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (long id = 1; id <= 20; id++) {
                Answer answer = http.post(entry("number " + id));

                assertThat(server.entriesAfter(id - 1, 1)).containsExactly(answer.text());
            }
        }
    }

    @Test
    void aStopLosesNothingThatWasAcknowledgedAndLeavesNobodyWaiting(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Map<Long, String> acknowledged = new ConcurrentSkipListMap<>();
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                List<Future<?>> ends = new ArrayList<>();
                for (int sender = 0; sender < SENDERS; sender++) {
                    String name = "sender-" + sender;
                    ends.add(senders.submit(() -> sendUntilStopped(server, name, acknowledged)));
                }
                server.entriesAfter(SENDERS * 5L, 1);
                server.restart();
                for (Future<?> end : ends) {
                    end.get();
                }
            }

            List<String> kept = server.entriesAfter(0, acknowledged.size());
            acknowledged.forEach((id, message) -> {
                Object entry = Json.parse(kept.get((int) (id - 1)));
                assertThat(Json.at(entry, "id")).isEqualTo(id);
                assertThat(Json.at(entry, "message")).isEqualTo(message);
            });
        }
    }

    /** Sends until it is refused or cut off; a request that is never answered fails the test. */
    private static void sendUntilStopped(TestServer server, String sender, Map<Long, String> acknowledged) {
        try (HttpSocket http = HttpSocket.open(server)) {
            int number = 0;
            Answer answer = http.post(entry(sender + " entry " + number));
            while (answer.status() == 201) {
                acknowledged.put((long) answer.at("id"), sender + " entry " + number++);
                answer = http.post(entry(sender + " entry " + number));
            }
            assertThat(answer.status()).isEqualTo(503);
        } catch (SocketTimeoutException unanswered) {
            throw new AssertionError("a request was never answered", unanswered);
        } catch (IOException cutOff) {
            // The server has closed the connection.
        }
    }
}
