package io.tailrace.http.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender is told when the server cannot take an entry now. */
final class OverloadTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";
    private static final int SENDERS = 8;
    private static final int MOST_TRIES = 5000;

    @Test
    void aFullQueueIsAnswered429AndWhatWasNotTakenIsNotThere(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().appendQueueBytes(1).start(data)) {
            Queue<Answer> refusals = new ConcurrentLinkedQueue<>();
            Queue<Object> ids = new ConcurrentLinkedQueue<>();
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                for (int sender = 0; sender < SENDERS; sender++) {
                    senders.execute(() -> sendUntilRefused(server, ids, refusals));
                }
            }

            assertThat(refusals).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(refused.at("code")).isEqualTo("overloaded");
            });
            assertThat(refusals).isNotEmpty();
            try (HttpSocket http = HttpSocket.open(server)) {
                assertThat(http.post(ENTRY).at("id")).isEqualTo(ids.size() + 1L);
                assertThat(http.get("/metrics").text().lines())
                        .contains("tailrace_ingest_overloaded_total " + (double) refusals.size());
            }
        }
    }

    private static void sendUntilRefused(TestServer server, Queue<Object> ids, Queue<Answer> refusals) {
        try (HttpSocket http = HttpSocket.open(server)) {
            for (int tries = 0; refusals.isEmpty() && tries < MOST_TRIES; tries++) {
                Answer answer = http.post(ENTRY);
                if (answer.status() == 201) {
                    ids.add(answer.at("id"));
                } else {
                    refusals.add(answer);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void aJournalThatCannotBeWrittenIsAnswered503UntilItCan(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().journalSegmentBytes(1).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            assertThat(http.post(ENTRY).at("id")).isEqualTo(1L);
            Path journal = data.resolve("journal");
            Path away = data.resolve("away");
            Files.move(journal, away);

            Answer refused = http.post(ENTRY);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.at("code")).isEqualTo("unavailable");
            assertThat((String) refused.at("error")).contains("journal");
            assertThat(http.get("/ready").status()).isEqualTo(503);
            assertThat((String) http.get("/ready").at("error")).contains("journal");
            assertThat(http.get("/health").status()).isEqualTo(200);

            Files.move(away, journal);
            Await.until("ready again", () -> http.get("/ready").status() == 200);
            assertThat(http.post(ENTRY).at("id")).isEqualTo(2L);
        }
    }
}
