package io.tailrace.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /api/archive} says, before and after entries were archived and removed. */
@Timeout(60)
final class ArchiveRouteTest {

    private static final long NEVER = TimeUnit.HOURS.toMillis(1);

    @TempDir
    Path data;

    private static Answer report(TestServer server) throws IOException {
        try (HttpSocket socket = HttpSocket.open(server)) {
            return socket.get("/api/archive");
        }
    }

    private static void post(TestServer server, String timestamp) throws IOException {
        try (HttpSocket socket = HttpSocket.open(server)) {
            assertThat(socket.post("{\"service\":\"a\",\"level\":\"info\",\"message\":\"m\",\"timestamp\":\""
                                    + timestamp + "\"}")
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void anEmptyLogHasNoIdsAndNoTimes() throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Answer answer = report(server);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.at("entries")).isEqualTo(0L);
            for (String name : new String[] {"first_id", "last_id", "oldest_timestamp", "newest_created_at"}) {
                assertThat(answer.at(name)).as(name).isEqualTo(Json.NULL);
            }
            assertThat(answer.at("retention", "age_ms")).isEqualTo(Json.NULL);
            assertThat(answer.at("retention", "bytes")).isEqualTo(Json.NULL);
        }
    }

    @Test
    void entriesThatAreNotArchivedYetCount() throws IOException {
        try (TestServer server = TestServer.with()
                .archiveIntervalMillis(NEVER)
                .retentionMillis(NEVER)
                .retentionBytes(1 << 20)
                .start(data)) {
            post(server, "2026-01-02T00:00:00Z");
            post(server, "2026-01-01T00:00:00Z");
            server.restart();
            post(server, "2026-01-03T00:00:00Z");
            Answer answer = report(server);
            assertThat(answer.at("entries")).isEqualTo(3L);
            assertThat(answer.at("first_id")).isEqualTo(1L);
            assertThat(answer.at("last_id")).isEqualTo(3L);
            assertThat(answer.at("archived_id")).isEqualTo(2L);
            assertThat(answer.at("oldest_timestamp")).isEqualTo("2026-01-01T00:00:00.000000Z");
            assertThat(answer.at("newest_timestamp")).isEqualTo("2026-01-03T00:00:00.000000Z");
            assertThat((Long) answer.at("archive_bytes")).isPositive();
            assertThat((Long) answer.at("journal_bytes")).isPositive();
            assertThat(answer.at("retention", "age_ms")).isEqualTo(NEVER);
            assertThat(answer.at("retention", "bytes")).isEqualTo(1L << 20);
        }
    }

    @Test
    void whatRetentionRemovedIsNotCountedAndIdsGoOnAfterARestart() throws IOException {
        try (TestServer server =
                TestServer.with().archiveIntervalMillis(50).retentionMillis(1).start(data)) {
            post(server, "2026-01-02T00:00:00Z");
            post(server, "2026-01-02T00:00:00Z");
            Await.until("removed", () -> server.metric("tailrace_log_first_id") == 3);
            assertThat(report(server).at("entries")).isEqualTo(0L);
            assertThat(report(server).at("newest_timestamp")).isEqualTo(Json.NULL);
            server.restart();
            try (HttpSocket socket = HttpSocket.open(server)) {
                assertThat(socket.post("{\"service\":\"a\",\"level\":\"info\",\"message\":\"m\"}")
                                .at("id"))
                        .isEqualTo(3L);
            }
        }
    }
}
