package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The subprotocol {@code tailrace.v1}, message by message. */
@ExtendWith(LeakWatch.class)
final class MessageStreamTest {

    private static final long HEARTBEAT_MILLIS = 300;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with().heartbeatMillis(HEARTBEAT_MILLIS));

    private final LogSender sender = server.sender();

    private static RawWebSocket open(String query) throws IOException {
        return RawWebSocket.v1(server.webSocket("/ws/logs" + query));
    }

    /** Opens a stream that is level with the head. */
    private static RawWebSocket openLevel(String query) throws IOException {
        RawWebSocket client = open(query);
        client.readUntil("heartbeat");
        return client;
    }

    private static String text(Map<String, Object> message, String key) {
        return String.valueOf(message.get(key));
    }

    private static long number(Map<String, Object> message, String key) {
        return message.get(key) instanceof Long number ? number : -1;
    }

    private static long id(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
    }

    private static List<Long> ids(Map<String, Object> entries) {
        List<Long> ids = new ArrayList<>();
        if (entries.get("entries") instanceof List<?> list) {
            list.forEach(entry -> ids.add(number(object(entry), "id")));
        }
        return ids;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    /** Reads so many entries, in as many messages as they come, and says their ids. */
    private static List<Long> readIds(RawWebSocket client, int count) throws IOException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            ids.addAll(ids(client.readUntil("entries")));
        }
        return ids;
    }

    private static long head() throws IOException {
        try (RawWebSocket client = open("")) {
            return id(text(client.readJson(), "head"));
        }
    }

    @Test
    void helloComesFirstAndSaysWhereTheLogBeginsAndEnds() throws IOException {
        sender.send("hello", "info", "there is an entry");
        try (RawWebSocket client = open("")) {
            Map<String, Object> hello = client.readJson();
            assertThat(hello.keySet()).containsExactly("type", "version", "epoch", "first", "head", "heartbeat_ms");
            assertThat(hello)
                    .containsEntry("type", "hello")
                    .containsEntry("version", TestServer.VERSION)
                    .containsEntry("heartbeat_ms", HEARTBEAT_MILLIS)
                    .containsEntry("first", text(hello, "epoch") + "-0");
            assertThat(text(hello, "head")).startsWith(text(hello, "epoch") + "-");
            assertThat(id(text(hello, "head"))).isPositive();
        }
    }

    @Test
    void entriesComeWithThePositionBehindThemFromWhichAStreamResumes() throws IOException {
        try (RawWebSocket client = openLevel("?service=next")) {
            sender.sendMany(3, "next", "info", "n");
            List<Long> ids = new ArrayList<>();
            String next = "";
            while (ids.size() < 3) {
                Map<String, Object> message = client.readUntil("entries");
                assertThat(message.keySet()).containsExactly("type", "entries", "next");
                ids.addAll(ids(message));
                next = text(message, "next");
                assertThat(id(next)).isEqualTo(ids.getLast());
            }
            sender.send("next", "info", "the next one");
            try (RawWebSocket resumed = open("?service=next&after=" + next)) {
                assertThat(readIds(resumed, 1)).containsExactly(ids.getLast() + 1);
            }
        }
    }

    @Test
    void aBatchOfEntriesComesInOneMessage() throws IOException {
        try (RawWebSocket client = openLevel("?service=batch")) {
            sender.sendMany(50, "batch", "info", "n");
            assertThat(ids(client.readUntil("entries"))).hasSize(50);
        }
    }

    @Test
    void aHeartbeatComesAtEachIntervalAndSaysThatTheClientIsLevel() throws IOException {
        try (RawWebSocket client = openLevel("?service=nobody")) {
            for (int i = 0; i < 3; i++) {
                Map<String, Object> heartbeat = client.readJson();
                assertThat(heartbeat.keySet()).containsExactly("type", "next", "lag");
                assertThat(heartbeat).containsEntry("type", "heartbeat").containsEntry("lag", 0L);
            }
        }
    }

    @Test
    void theNextOfAHeartbeatMovesOnAlthoughNothingMatches() throws IOException {
        try (RawWebSocket client = open("?service=nobody")) {
            long before = id(text(client.readJson(), "head"));
            sender.sendMany(5, "somebody", "info", "n");
            long next = 0;
            while (next < before + 5) {
                next = id(text(client.readUntil("heartbeat"), "next"));
            }
            assertThat(next).isEqualTo(before + 5);
        }
    }

    @Test
    void aFilterIsAcknowledgedWithThePositionFromWhichItHolds() throws IOException {
        try (RawWebSocket client = openLevel("?service=old")) {
            long head = head();
            client.text(
                    "{\"type\":\"filter\",\"service\":[\"f1\",\"f2\"],\"tag\":\"t\",\"user_id\":7,\"level\":\"all\"}");
            Map<String, Object> ack = client.readUntil("filter");
            assertThat(ack.keySet()).containsExactly("type", "filter", "from");
            assertThat(ack.get("filter")).isEqualTo(Map.of("service", List.of("f1", "f2"), "tags", "t", "user_id", 7L));
            assertThat(id(text(ack, "from"))).isGreaterThanOrEqualTo(head);
            client.text("{\"service\":\"bare keys\"}");
            assertThat(client.readUntil("filter").get("filter")).isEqualTo(Map.of("service", "bare keys"));
            client.text("{}");
            assertThat(client.readUntil("filter").get("filter")).isEqualTo(Map.of());
        }
    }

    @Test
    void aFilterThatChangesUnderTrafficLosesAndDoublesNothing() throws IOException {
        try (RawWebSocket client = openLevel("?service=even")) {
            List<Long> expectedEven = new ArrayList<>();
            List<Long> got = new ArrayList<>();
            long from = head();
            boolean even = true;
            for (int round = 0; round < 20; round++) {
                sender.send("[" + "{\"service\":\"even\",\"level\":\"info\",\"message\":\"m\"},".repeat(3)
                        + "{\"service\":\"odd\",\"level\":\"info\",\"message\":\"m\"}]");
                even = !even;
                client.text("{\"service\":\"" + (even ? "even" : "odd") + "\"}");
                Map<String, Object> message = client.readJson();
                while (!"filter".equals(message.get("type"))) {
                    got.addAll(message.containsKey("entries") ? ids(message) : List.of());
                    message = client.readJson();
                }
                long to = id(text(message, "from"));
                addMatching(expectedEven, from, to, !even);
                from = to;
            }
            long last = head();
            addMatching(expectedEven, from, last, even);
            client.text("{\"type\":\"nonsense\"}");
            while (got.size() < expectedEven.size()) {
                Map<String, Object> message = client.readJson();
                got.addAll(message.containsKey("entries") ? ids(message) : List.of());
            }
            assertThat(got).isEqualTo(expectedEven);
        }
    }

    private static void addMatching(List<Long> ids, long after, long upTo, boolean even) throws IOException {
        if (upTo > after) {
            String query = "?service=" + (even ? "even" : "odd") + "&after=" + after;
            try (RawWebSocket model = open(query)) {
                Map<String, Object> message = model.readJson();
                while (!"heartbeat".equals(message.get("type"))) {
                    if (message.containsKey("entries")) {
                        ids(message).stream().filter(id -> id <= upTo).forEach(ids::add);
                    }
                    message = model.readJson();
                }
            }
        }
    }

    @Test
    void aPausedStreamIsSentNothingAndGoesOnWhereItStopped() throws IOException {
        try (RawWebSocket client = openLevel("?service=paused")) {
            client.text("{\"type\":\"pause\"}");
            client.text("{\"type\":\"nonsense\"}");
            client.readUntil("error");
            sender.sendMany(4, "paused", "info", "n");
            for (int i = 0; i < 2; i++) {
                assertThat(client.readJson()).containsEntry("type", "heartbeat");
            }
            client.text("{\"type\":\"resume\"}");
            List<Long> ids = readIds(client, 4);
            assertThat(ids).hasSize(4).isSorted();
            sender.send("paused", "info", "live again");
            assertThat(readIds(client, 1)).containsExactly(ids.getLast() + 1);
        }
    }

    @Test
    void aJumpToTheHeadTellsExactlyWhatItLeavesOut() throws IOException {
        try (RawWebSocket client = openLevel("?service=jump")) {
            long before = head();
            client.text("{\"type\":\"pause\"}");
            client.text("{\"type\":\"nonsense\"}");
            client.readUntil("error");
            sender.sendMany(3, "jump", "info", "n");
            sender.sendMany(4, "noise", "info", "n");
            client.text("{\"type\":\"seek\",\"to\":\"live\"}");
            assertThat(client.readUntil("skipped"))
                    .isEqualTo(Map.of("type", "skipped", "from", before + 1, "to", before + 7, "count", 3L));
            client.text("{\"type\":\"resume\"}");
            sender.send("jump", "info", "after the jump");
            assertThat(readIds(client, 1)).containsExactly(before + 8);
        }
    }

    @Test
    void aJumpToAPositionGoesForwardAndBack() throws IOException {
        long before = head();
        sender.sendMany(10, "seek", "info", "n");
        try (RawWebSocket client = open("?service=seek&after=" + before)) {
            String epoch = text(client.readJson(), "epoch");
            assertThat(readIds(client, 10)).hasSize(10);
            client.text("{\"type\":\"seek\",\"to\":\"" + epoch + "-" + (before + 8) + "\"}");
            assertThat(readIds(client, 2)).containsExactly(before + 9, before + 10);
            client.text("{\"type\":\"pause\"}");
            client.text("{\"type\":\"seek\",\"to\":\"" + before + "\"}");
            client.text("{\"type\":\"seek\",\"to\":\"" + epoch + "-" + (before + 4) + "\"}");
            assertThat(client.readUntil("skipped"))
                    .isEqualTo(Map.of("type", "skipped", "from", before + 1, "to", before + 4, "count", 4L));
            client.text("{\"type\":\"resume\"}");
            assertThat(readIds(client, 6))
                    .isEqualTo(LongStream.rangeClosed(before + 5, before + 10)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void underARateWhatIsSentAndWhatIsSkippedIsAllThatMatched() throws IOException {
        try (RawWebSocket client = openLevel("?service=rate")) {
            client.text("{\"type\":\"rate\",\"max_per_second\":50}");
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                sender.sendMany(30, "rate", "info", "n");
                sender.send("noise", "info", "n");
            }
            long last = head();
            List<Long> received = new ArrayList<>();
            List<Long> skipped = new ArrayList<>();
            long count = 0;
            while (received.isEmpty() || received.getLast() < last - 1) {
                Map<String, Object> message = client.readJson();
                if (message.containsKey("entries")) {
                    received.addAll(ids(message));
                } else if ("skipped".equals(message.get("type"))) {
                    count += number(message, "count");
                    LongStream.rangeClosed(number(message, "from"), number(message, "to"))
                            .forEach(skipped::add);
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(received).isSorted().doesNotHaveDuplicates().doesNotContainAnyElementsOf(skipped);
            assertThat(skipped).isSorted().doesNotHaveDuplicates();
            assertThat(received.size() + count).isEqualTo(600);
            assertThat((double) received.size()).isLessThanOrEqualTo(50 * (seconds + 0.2));
            client.text("{\"type\":\"rate\",\"max_per_second\":0}");
            sender.sendMany(200, "rate", "info", "n");
            assertThat(readIds(client, 200)).hasSize(200);
        }
    }

    @Test
    void halfOfARateIsKeptForALevelAndWhatIsLeftOutSaysHowManyWereErrors() throws IOException {
        try (RawWebSocket client = openLevel("?service=half")) {
            client.text("{\"type\":\"rate\",\"max_per_second\":40,\"half_from\":\"warn\"}");
            for (int i = 0; i < 30; i++) {
                sender.sendMany(2, "half", "warn", "warn");
                sender.sendMany(2, "half", "error", "error");
                sender.sendMany(400, "half", "info", "info");
            }
            long last = head();
            Map<String, Integer> shown = new HashMap<>();
            long position = last - 30 * 404;
            long left = 0;
            long errors = 0;
            while (position < last) {
                Map<String, Object> message = client.readJson();
                if ("skipped".equals(message.get("type"))) {
                    assertThat(number(message, "from")).isEqualTo(position + 1);
                    position = number(message, "to");
                    left += number(message, "count");
                    errors += number(message, "errors");
                } else if (message.get("entries") instanceof List<?> entries) {
                    for (Object entry : entries) {
                        assertThat(number(object(entry), "id")).isEqualTo(position + 1);
                        position++;
                        shown.merge(text(object(entry), "level"), 1, Integer::sum);
                    }
                }
            }
            int severe = shown.getOrDefault("warn", 0) + shown.getOrDefault("error", 0);
            assertThat(shown.getOrDefault("info", 0) + severe + left).isEqualTo(30 * 404);
            assertThat(shown.getOrDefault("error", 0) + errors).isEqualTo(60);
            assertThat(severe).as("of %s", shown).isGreaterThan(1);
        }
    }

    @Test
    void aMessageThatIsRefusedIsAnsweredAndChangesNothing() throws IOException {
        try (RawWebSocket client = openLevel("?service=refused")) {
            for (String refused : List.of(
                    "{\"colour\":1}",
                    "{\"type\":\"rate\",\"max_per_second\":-5}",
                    "{\"type\":\"rate\",\"max_per_second\":5,\"half_from\":\"loud\"}",
                    "{\"type\":\"seek\",\"to\":\"x\"}")) {
                client.text(refused);
                Map<String, Object> error = client.readUntil("error");
                assertThat(error.keySet()).contains("type", "code", "error");
                assertThat(text(error, "error")).isNotBlank();
            }
            sender.send("refused", "info", "still this filter");
            assertThat(readIds(client, 1)).hasSize(1);
        }
    }

    @Test
    void whatAClientSaysInOnePacketWithItsRequestIsHeard() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawWebSocket eager = RawWebSocket.eager(
                    server.webSocket("/ws/logs?last=5"), "{\"service\":\"eager\"}", "{\"type\":\"pause\"}", "[]")) {
                assertThat(eager.readUntil("filter").get("filter")).isEqualTo(Map.of("service", "eager"));
                assertThat(eager.readUntil("error")).containsEntry("code", "invalid_json");
            }
        }
    }
}
