package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The query language on every kind of stream. */
@ExtendWith(LeakWatch.class)
final class QueryStreamTest {

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final LogSender sender = server.sender();

    private static String q(String query) {
        return "q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static RawWebSocket plain(String query) throws IOException {
        return RawWebSocket.plain(server.webSocket("/ws/logs?" + q(query)));
    }

    private static Object message(RawWebSocket client) throws IOException {
        return client.readJson().getOrDefault("message", "");
    }

    @Test
    void aPlainStreamBringsWhatTheQueryMatches() throws IOException {
        try (RawWebSocket client = plain("(timeout OR \"gave up\") level>=warn -service:noisy metadata.code>=500")) {
            sender.send(
                    "{\"service\":\"noisy\",\"level\":\"error\",\"message\":\"timeout\",\"metadata\":{\"code\":500}}");
            sender.send(
                    "{\"service\":\"calm\",\"level\":\"info\",\"message\":\"timeout\",\"metadata\":{\"code\":500}}");
            sender.send(
                    "{\"service\":\"calm\",\"level\":\"error\",\"message\":\"timeout\",\"metadata\":{\"code\":499}}");
            sender.send("{\"service\":\"calm\",\"level\":\"error\",\"message\":\"timeout\"}");
            sender.send(
                    "{\"service\":\"calm\",\"level\":\"error\",\"message\":\"It Gave Up\",\"metadata\":{\"code\":\"503\"}}");
            assertThat(message(client)).isEqualTo("It Gave Up");
        }
    }

    @Test
    void aFilterMessageMayHoldAQueryAndComesBackAsItWasSent() throws IOException {
        try (RawWebSocket client = RawWebSocket.v1(server.webSocket("/ws/logs?service=nobody"))) {
            client.text("{\"type\":\"filter\",\"q\":\" tags:x  OR message:/^re\\\\d/ \",\"service\":\"v1\"}");
            assertThat(client.readUntil("filter"))
                    .containsEntry("filter", Map.of("q", " tags:x  OR message:/^re\\d/ ", "service", "v1"));
            sender.send("v1", "info", "not re1");
            sender.send("other", "info", "re1");
            sender.send("v1", "info", "re1");
            assertThat(client.readUntil("entries").toString())
                    .contains("message=re1")
                    .doesNotContain("not re1");
        }
    }

    @Test
    void aQueryThatDoesNotParseIsAnErrorWithItsPositionAndTheOldFilterStays() throws IOException {
        try (RawWebSocket client = plain("service:kept")) {
            client.text("{\"q\":\"é level:loud\"}");
            assertThat(client.readJson())
                    .containsEntry("type", "error")
                    .containsEntry("code", "bad_query")
                    .containsEntry("position", 8L)
                    .containsKey("error");
            client.text("{\"service\":\"kept\",\"q\":\"(a\"}");
            assertThat(client.readJson()).containsEntry("position", 2L);
            sender.send("other", "info", "(a");
            sender.send("kept", "info", "still for this filter");
            assertThat(message(client)).isEqualTo("still for this filter");
        }
    }

    @Test
    void aHandshakeWithABadQueryIsRefusedWithItsPosition() throws IOException {
        try (RawWebSocket client = RawWebSocket.ask(server.webSocket("/ws/logs?" + q("level:warn AND")))) {
            assertThat(client.head().status()).isEqualTo(400);
        }
        try (HttpSocket client = server.connect()) {
            HttpSocket.Answer answer = client.get("/api/logs/stream?" + q("level:warn AND"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .isEqualTo("{\"error\":\"expected a word or a field, found the end of the query\","
                            + "\"code\":\"bad_query\",\"position\":14}");
        }
    }

    @Test
    void eventStreamsTakeQueries() throws IOException {
        try (RawStream client =
                RawStream.ask(server.http("/api/logs/stream?" + q("trace_id:sse-* -metadata.a.b:\"1.50\"")))) {
            sender.send(
                    "{\"service\":\"s\",\"level\":\"info\",\"message\":\"one\",\"trace_id\":\"sse-1\",\"a\":{\"b\":1.50}}");
            sender.send(
                    "{\"service\":\"s\",\"level\":\"info\",\"message\":\"two\",\"trace_id\":\"sse-2\",\"a\":{\"b\":\"1.5\"}}");
            assertThat(client.readEvent().get("data")).contains("\"message\":\"two\"");
        }
    }

    @Test
    void aQueryOfAnySizeGetsACleanAnswer() throws IOException {
        for (int length : new int[] {4097, 10_000}) {
            try (HttpSocket client = server.connect()) {
                HttpSocket.Answer answer = client.get("/api/logs/stream?q=" + "x".repeat(length));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.at("code")).isEqualTo("bad_query");
                assertThat(answer.at("position")).isEqualTo(4096L);
            }
        }
        try (HttpSocket client = server.connect()) {
            assertThat(client.get("/api/logs/stream?q=" + "x".repeat(100_000)).status())
                    .isEqualTo(414);
        }
        try (RawWebSocket client = plain("service:big")) {
            client.text("{\"q\":\"" + "x".repeat(60_000) + "\"}");
            assertThat(client.readJson()).containsEntry("code", "bad_query").containsEntry("position", 4096L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; DROP TABLE entries; --", "' OR '1'='1", "?", "$1", "%", "_", "\\", "a')) OR ((true"})
    void whatLooksLikeSqlIsDataInTheArchiveToo(String text) throws IOException {
        String json = text.replace("\\", "\\\\");
        sender.send(
                "{\"service\":\"" + json + "\",\"level\":\"info\",\"message\":\"m " + json + "\",\"tags\":[\"" + json
                        + "\"],\"trace_id\":\"" + json + "\",\"span_id\":\"" + json + "\",\"metadata\":{\"" + json
                        + "\":\"" + json
                        + "\"}}");
        String quoted = "\"" + json + "\"";
        for (String field : new String[] {"service", "message", "tags", "trace_id", "span_id", "metadata." + quoted}) {
            try (RawWebSocket client = RawWebSocket.plain(
                    server.webSocket("/ws/logs?last=1&" + q(field + ":" + quoted + " service:" + quoted)))) {
                assertThat(message(client)).as(field).isEqualTo("m " + text);
            }
        }
    }
}
