package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Frame;
import io.tailrace.testing.Json;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(LeakWatch.class)
final class PlainStreamTest {

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().heartbeatMillis(200).liveness(200, 20_000));

    private final LogSender sender = server.sender();

    private static RawWebSocket open(String query) throws IOException {
        return RawWebSocket.plain(server.webSocket("/ws/logs" + query));
    }

    /** Reads the next entry and says its message. */
    private static Object message(RawWebSocket client) throws IOException {
        return client.readJson().getOrDefault("message", "");
    }

    @Test
    void eachTextFrameIsOneBareEntry() throws IOException {
        try (RawWebSocket client = open("?service=bare")) {
            sender.send("""
                    {"service":"bare","level":"warning","message":"Grüße \\"1\\"\\n","timestamp":1764000000,
                    "tags":["b","a"],"metadata":{"k":{"d":1.50}},"user_id":7,"trace_id":"t","span_id":"s"}""");
            String text = client.readText();
            Map<String, Object> entry = Json.object(text);
            assertThat(entry.keySet())
                    .containsExactly(
                            "id",
                            "timestamp",
                            "created_at",
                            "service",
                            "level",
                            "message",
                            "tags",
                            "metadata",
                            "user_id",
                            "trace_id",
                            "span_id");
            assertThat(entry)
                    .containsEntry("timestamp", "2025-11-24T16:00:00.000000Z")
                    .containsEntry("level", "warn")
                    .containsEntry("message", "Grüße \"1\"\n")
                    .containsEntry("tags", List.of("b", "a"))
                    .containsEntry("user_id", 7L);
            assertThat(text).as("compact").doesNotContain(": ", ", ").contains("\"metadata\":{\"k\":{\"d\":1.50}}");
        }
    }

    @Test
    void tagsAndMetadataAreAlwaysThereAndTheRestOnlyIfGiven() throws IOException {
        try (RawWebSocket client = open("?service=little")) {
            sender.send("little", "info", "x");
            Map<String, Object> entry = client.readJson();
            assertThat(entry.keySet())
                    .containsExactly(
                            "id", "timestamp", "created_at", "service", "level", "message", "tags", "metadata");
            assertThat(entry).containsEntry("tags", List.of()).containsEntry("metadata", Map.of());
            assertThat(entry.get("timestamp")).isEqualTo(entry.get("created_at"));
        }
    }

    @Test
    void aClientFrameReplacesTheWholeFilterWithoutAReconnect() throws IOException {
        try (RawWebSocket client = open("?service=first&min_level=error")) {
            sender.send("first", "error", "first");
            assertThat(message(client)).isEqualTo("first");
            client.text("{\"service\":\"second\"}");
            // The answer to a message that is refused says that the one before it was taken.
            client.text("{\"colour\":\"red\"}");
            assertThat(client.readJson()).containsEntry("code", "unknown_key");
            sender.send("first", "error", "no longer");
            sender.send("second", "debug", "second, at a level that the first filter left out");
            assertThat(message(client)).asString().startsWith("second");
        }
    }

    @Test
    void anEmptyFilterMatchesEverything() throws IOException {
        try (RawWebSocket client = open("?service=nobody")) {
            client.text("{}");
            client.text("{\"colour\":\"red\"}");
            client.readUntil("error");
            sender.send("anybody", "trace", "seen");
            assertThat(message(client)).isEqualTo("seen");
        }
    }

    @Test
    void aBadFilterIsAnsweredByAnErrorAndTheOldOneStays() throws IOException {
        try (RawWebSocket client = open("?service=kept")) {
            client.text("{\"level\":\"loud\"}");
            Map<String, Object> error = client.readJson();
            assertThat(error)
                    .containsEntry("type", "error")
                    .containsEntry("code", "bad_filter")
                    .containsKey("error");
            assertThat(error.get("error")).asString().contains("loud").contains("trace, debug, info");
            sender.send("other", "info", "not for this filter");
            sender.send("kept", "info", "for this filter");
            assertThat(message(client)).isEqualTo("for this filter");
        }
    }

    @Test
    void theTypedMessagesAreUnderstoodToo() throws IOException {
        try (RawWebSocket client = open("?service=typed")) {
            client.text("{\"type\":\"pause\"}");
            client.text("{\"type\":\"filter\",\"service\":[\"typed\",\"typed2\"]}");
            client.text("{\"type\":\"rate\",\"max_per_second\":1000}");
            client.text("{\"type\":\"nonsense\"}");
            assertThat(client.readJson()).containsEntry("code", "unknown_type");
            sender.send("typed2", "info", "one");
            client.text("{\"type\":\"resume\"}");
            assertThat(message(client)).isEqualTo("one");
            client.text("{\"type\":\"seek\",\"to\":\"live\"}");
            client.text("{\"type\":\"nonsense\"}");
            assertThat(client.readJson()).as("a skip is not told").containsEntry("type", "error");
        }
    }

    @Test
    void heartbeatsArePingsAndNeverText() throws IOException {
        try (RawWebSocket client = open("?service=quiet")) {
            sender.send("loud", "info", "moves the position on");
            for (int i = 0; i < 3; i++) {
                assertThat(client.read().opcode()).isEqualTo(Frame.PING);
            }
        }
    }

    @Test
    void aGapIsToldInPlainModeToo() throws IOException {
        sender.send("gap", "info", "before");
        try (RawWebSocket client = open("?after=eother-5&service=gap")) {
            assertThat(client.readJson()).isEqualTo(Map.of("type", "gap", "from", 1L, "to", 5L, "reason", "reset"));
            assertThat(message(client)).isEqualTo("before");
        }
    }

    @Test
    void aSubprotocolThatIsNotKnownIsNotAccepted() throws IOException {
        try (RawWebSocket client =
                RawWebSocket.ask(server.webSocket("/ws/logs?service=sub"), "Sec-WebSocket-Protocol: chat")) {
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.head().headers()).doesNotContainKey("sec-websocket-protocol");
            sender.send("sub", "info", "bare");
            assertThat(message(client)).isEqualTo("bare");
        }
    }

    @Test
    void theKnownSubprotocolIsChosenFromThoseOffered() throws IOException {
        try (RawWebSocket client =
                RawWebSocket.ask(server.webSocket("/ws/logs"), "Sec-WebSocket-Protocol: chat, tailrace.v1")) {
            assertThat(client.head().headers()).containsEntry("sec-websocket-protocol", "tailrace.v1");
            assertThat(client.readJson()).containsEntry("type", "hello");
        }
    }
}
