package io.tailrace.http.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that come slowly keep nobody else's out. */
final class SlowBodyTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";
    private static final int SLOW = 2127;
    private static final int LARGE = 100_000;

    @Test
    void thousandsOfSlowSmallBodiesLeaveRoomForOthers(@TempDir Path data) throws IOException {
        List<HttpSocket> slow = new ArrayList<>();
        try (TestServer server = TestServer.with().maxConnections(3000).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (int i = 0; i < SLOW; i++) {
                HttpSocket socket = HttpSocket.open(server);
                slow.add(socket);
                socket.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 150") + "\r\n" + ENTRY);
            }
            Await.until(
                    "all have come",
                    () -> server.metric("tailrace_ingest_buffered_small_bytes") == (double) SLOW * ENTRY.length());

            assertThat(http.post(ENTRY).status()).isEqualTo(201);
            assertThat(http.post(padded(LARGE)).status()).isEqualTo(201);
            assertThat(slow.getLast()
                            .say(" ".repeat(150 - ENTRY.length()))
                            .answer()
                            .status())
                    .isEqualTo(201);
            for (HttpSocket socket : slow) {
                socket.close();
            }
            Await.until("all is given back", () -> server.metric("tailrace_ingest_buffered_bytes") == 0);
        } finally {
            for (HttpSocket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void largeBodiesDoNotKeepSmallOnesOut(@TempDir Path data) throws IOException {
        try (TestServer server = small().start(data);
                HttpSocket large = HttpSocket.open(server);
                HttpSocket http = HttpSocket.open(server)) {
            large.say(HttpSocket.head("POST", "/api/logs", "Content-Length: " + (1 << 20)) + "\r\n"
                    + padded((1 << 20) - 1));
            Await.until("it has come", () -> server.metric("tailrace_ingest_buffered_bytes") == (1 << 20) - 1);

            assertThat(http.post(padded(LARGE)).status())
                    .as("another large one")
                    .isEqualTo(429);
            assertThat(http.post(ENTRY).status()).isEqualTo(201);
            assertThat(http.post(padded(60_000)).status()).isEqualTo(201);
            assertThat(large.say(" ").answer().status()).isEqualTo(201);
            assertThat(http.post(padded(LARGE)).status()).isEqualTo(201);
        }
    }

    @Test
    void smallBodiesDoNotKeepLargeOnesOut(@TempDir Path data) throws IOException {
        try (TestServer server = small().start(data);
                HttpSocket first = HttpSocket.open(server);
                HttpSocket second = HttpSocket.open(server);
                HttpSocket http = HttpSocket.open(server)) {
            for (HttpSocket socket : List.of(first, second)) {
                socket.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 65000") + "\r\n" + padded(64_999));
            }
            Await.until("they have come", () -> server.metric("tailrace_ingest_buffered_small_bytes") == 129_998);

            assertThat(http.post(padded(60_000)).status())
                    .as("another small one")
                    .isEqualTo(429);
            assertThat(http.post(padded(LARGE)).status()).isEqualTo(201);
            assertThat(first.say(" ").answer().status()).isEqualTo(201);
            assertThat(second.say(" ").answer().status()).isEqualTo(201);
            assertThat(server.metric("tailrace_ingest_buffered_bytes")).isZero();
        }
    }

    @Test
    void aBodyThatComesSlowerThanTheLeastRateIsGivenUp(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.with().minBodyRate(1000).start(data);
                HttpSocket slow = HttpSocket.open(server);
                HttpSocket good = HttpSocket.open(server)) {
            slow.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 100") + "\r\n" + ENTRY);

            Answer answer = slow.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.at("code")).isEqualTo("body_timeout");
            assertThat((String) answer.at("error")).contains("slower than 1000 bytes a second");
            assertThat(slow.isClosedByServer()).isTrue();
            assertThat(good.post(ENTRY).status()).isEqualTo(201);
            assertThat(server.metric("tailrace_ingest_buffered_bytes")).isZero();
        }
    }

    private static TestServer.Settings small() {
        return TestServer.with().maxBodyBytes(1 << 20).maxBufferedBytes(1 << 20);
    }

    private static String padded(int length) {
        return ENTRY + " ".repeat(length - ENTRY.length());
    }
}
