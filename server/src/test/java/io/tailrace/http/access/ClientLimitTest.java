package io.tailrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.TailSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many clients there may be, and that each one gives its place back. */
final class ClientLimitTest {

    @Test
    void moreStreamsThanMayBeAreRefusedUntilOneEnds(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxClients(2).start(data);
                HttpSocket http = HttpSocket.open(server);
                HttpSocket events = HttpSocket.open(server)) {
            assertThat(stream(events).status()).isEqualTo(200);
            try (TailSocket tail = TailSocket.open(server.webSocket("/ws/logs"))) {
                tail.await("hello");
                Answer refused = http.get("/api/logs/stream");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.at("code")).isEqualTo("too_many_clients");
                assertThat((String) refused.at("error")).contains("--max-clients");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
            }
            awaitMetric(http, "tailrace_streams 1.0");
            try (HttpSocket next = HttpSocket.open(server)) {
                assertThat(stream(next).status()).isEqualTo(200);
            }
            awaitMetric(http, "tailrace_streams 1.0");
        }
    }

    /** An EventSource gives up for good after a 503, and a full server has room again sooner or later. */
    @Test
    void anEventSourceThatFindsNoPlaceIsToldToComeBackLater(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxClients(1).start(data);
                HttpSocket http = HttpSocket.open(server);
                HttpSocket other = HttpSocket.open(server)) {
            assertThat(stream(other).status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                Answer later = http.get("/api/logs/stream", "Accept: text/event-stream");
                assertThat(later.status()).isEqualTo(200);
                assertThat(later.header("Content-Type")).isEqualTo("text/event-stream");
                assertThat(later.header("Cache-Control")).isEqualTo("no-store, no-transform");
                assertThat(later.text()).isEqualTo("retry: 5000\n\n");
            }
            assertThat(http.get("/api/logs/stream", "Accept: application/x-ndjson")
                            .status())
                    .isEqualTo(503);
            awaitMetric(http, "tailrace_streams 1.0");
        }
    }

    @Test
    void anEventSourceWhoseFilterFindsNoRoomIsToldToComeBackLater(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxFilterBytes(4000).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            String path = "/api/logs/stream?q=message:/a.%7B20%7Db/";
            Answer later = http.get(path, "Accept: text/event-stream");
            assertThat(later.status()).isEqualTo(200);
            assertThat(later.text()).isEqualTo("retry: 5000\n\n");
            assertThat(http.get(path).status()).isEqualTo(503);
            awaitMetric(http, "tailrace_streams 0.0");
        }
    }

    @Test
    void aStreamThatIsRefusedTakesNoPlace(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxClients(1).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(http.get("/api/logs/stream?level=loud").status()).isEqualTo(400);
                assertThat(http.get("/ws/logs").status()).isEqualTo(426);
                assertThat(http.get("/api/logs/stream", "Origin: http://evil.example")
                                .status())
                        .isEqualTo(403);
            }
            awaitMetric(http, "tailrace_streams 0.0");
            assertThat(stream(http).status()).isEqualTo(200);
        }
    }

    @Test
    void aHandshakeThatFailsTakesNoPlace(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxClients(1).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            Map<String, Integer> handshakes =
                    Map.of("Sec-WebSocket-Version: 99", 426, "Sec-WebSocket-Version: 13", 400);
            for (Map.Entry<String, Integer> broken : handshakes.entrySet()) {
                try (HttpSocket socket = HttpSocket.open(server)) {
                    Answer answer =
                            socket.get("/ws/logs", "Connection: Upgrade", "Upgrade: websocket", broken.getKey());
                    assertThat(answer.status()).as(answer.text()).isEqualTo(broken.getValue());
                }
            }
            awaitMetric(http, "tailrace_streams 0.0");
        }
    }

    @Test
    void moreConnectionsThanMayBeAreClosedUntilOneEnds(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxConnections(2).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.get("/health").status()).isEqualTo(200);
            try (HttpSocket second = HttpSocket.open(server)) {
                assertThat(second.get("/health").status()).isEqualTo(200);
                try (HttpSocket third = HttpSocket.open(server)) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
                awaitMetric(http, "tailrace_connections_refused_total 1.0");
                awaitMetric(http, "tailrace_connections 2.0");
            }
            awaitMetric(http, "tailrace_connections 1.0");
            try (HttpSocket next = HttpSocket.open(server)) {
                assertThat(next.get("/health").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aConnectionOfAnyKindGivesItsPlaceBack(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (int i = 0; i < 3; i++) {
                try (TailSocket tail = TailSocket.open(server.webSocket("/ws/logs"));
                        HttpSocket events = HttpSocket.open(server);
                        HttpSocket broken = HttpSocket.open(server);
                        HttpSocket cutShort = HttpSocket.open(server)) {
                    tail.await("hello");
                    stream(events);
                    broken.say("no http\r\n\r\n").answer();
                    cutShort.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 10") + "\r\n{");
                }
            }
            awaitMetric(http, "tailrace_connections 1.0");
            awaitMetric(http, "tailrace_streams 0.0");
        }
    }

    private static Answer stream(HttpSocket socket) throws IOException {
        return socket.say(HttpSocket.head("GET", "/api/logs/stream") + "\r\n").streamHead();
    }

    private static void awaitMetric(HttpSocket http, String line) throws IOException {
        Await.until(line, () -> http.get("/metrics").text().lines().anyMatch(line::equals));
    }
}
