package io.tailrace.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.ScriptedServer;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.client.ServerUrl;
import io.tailrace.cli.tail.TailConnection.Event;
import io.tailrace.cli.tail.TailConnection.Opened;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TailConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final HttpClient http = ServerOption.newHttpClient();

    @AfterEach
    void closeClient() {
        http.shutdownNow();
    }

    @Test
    void aReaderThatBeginsLateGetsEveryMessageInOrder() throws Exception {
        CountDownLatch allSent = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 1000);
            for (int i = 0; i < 2000; i++) {
                connection.text("message " + i);
            }
            allSent.countDown();
            connection.close(1001, "");
        })) {
            TailConnection connection = open(server);
            allSent.await();

            assertThat(connection.next(LONG).orElseThrow()).isInstanceOf(Event.Message.class);
            for (int i = 0; i < 2000; i++) {
                assertThat(connection.next(LONG)).contains(new Event.Message("message " + i));
            }
            assertThat(connection.next(LONG)).contains(new Event.Closed(1001, ""));
        }
    }

    @Test
    void messagesInPartsAndOfAnySizeAreWhole() throws Exception {
        String large = "é👍x".repeat(500_000);
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 1000);
            for (int i = 0; i < 20; i++) {
                connection.textInParts("first " + i, ", second");
            }
            connection.text(large);
            connection.text("");
            connection.close(1000, "done");
        })) {
            TailConnection connection = open(server);

            assertThat(connection.next(LONG).orElseThrow()).isInstanceOf(Event.Message.class);
            for (int i = 0; i < 20; i++) {
                assertThat(connection.next(LONG)).contains(new Event.Message("first " + i + ", second"));
            }
            assertThat(connection.next(LONG)).contains(new Event.Message(large));
            assertThat(connection.next(LONG)).contains(new Event.Message(""));
            assertThat(connection.next(LONG)).contains(new Event.Closed(1000, "done"));
        }
    }

    @Test
    void silenceIsNoEvent() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 1000);
            connection.awaitEnd();
        })) {
            TailConnection connection = open(server);

            assertThat(connection.next(LONG)).isPresent();
            assertThat(connection.next(Duration.ofMillis(50))).isEmpty();
            connection.close();
        }
    }

    private TailConnection open(ScriptedServer server) throws InterruptedException {
        Opened opened =
                TailConnection.open(http, ServerUrl.parse(server.url()).webSocket("/ws/logs", ""), Optional.empty());
        return ((Opened.Open) opened).connection();
    }
}
