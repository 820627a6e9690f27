package io.tailrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nobody holds a place by doing nothing. */
final class DeadlinesTest {

    @Test
    void silentAndHalfSpokenConnectionsGiveTheirPlacesBack(@TempDir Path data) throws Exception {
        List<HttpSocket> hostile = new ArrayList<>();
        try (TestServer server =
                TestServer.with().maxConnections(200).deadlines(300, 75_000).start(data)) {
            for (int i = 0; i < 200; i++) {
                HttpSocket socket = HttpSocket.open(server);
                hostile.add(socket);
                if (i % 2 == 0) {
                    socket.say("GET /health HTTP/1.1\r\nHost: loc");
                }
            }
            try (HttpSocket looking = HttpSocket.open(server)) {
                assertThat(looking.get("/health").status())
                        .as("a place is kept for this")
                        .isEqualTo(200);
            }
            assertThat(hostile.get(0).answer().status()).isEqualTo(408);
            assertThat(hostile.get(1).isClosedByServer()).isTrue();
            for (int i = 1; i < hostile.size(); i += 2) {
                assertThat(hostile.get(i).isClosedByServer()).isTrue();
            }
        } finally {
            for (HttpSocket socket : hostile) {
                socket.close();
            }
        }
    }

    @Test
    void aConnectionThatRestsForTooLongIsClosed(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().deadlines(10_000, 200).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.get("/health").status()).isEqualTo(200);
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aKeptPlaceIsForOneLookAtTheServerAndForNothingElse(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().maxConnections(1).start(data);
                HttpSocket only = HttpSocket.open(server)) {
            assertThat(only.get("/health").status()).isEqualTo(200);
            for (String path : List.of("/health", "/ready", "/metrics")) {
                try (HttpSocket looking = HttpSocket.open(server)) {
                    assertThat(looking.get(path).status()).as(path).isEqualTo(200);
                    assertThat(looking.isClosedByServer()).as(path).isTrue();
                }
            }
            for (String path : List.of("/", "/api/logs", "/api/logs/stream", "/ws/logs")) {
                try (HttpSocket other = HttpSocket.open(server)) {
                    HttpSocket.Answer answer = other.get(path);
                    assertThat(answer.status()).as(path).isEqualTo(503);
                    assertThat(answer.at("code")).isEqualTo("too_many_connections");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                    assertThat(other.isClosedByServer()).as(path).isTrue();
                }
            }
            assertThat(only.get("/health").status()).isEqualTo(200);
        }
    }
}
