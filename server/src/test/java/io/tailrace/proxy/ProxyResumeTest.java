package io.tailrace.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TailSocket;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients behind nginx see of a crash of the server. Needs an nginx on the machine. */
@Timeout(240)
final class ProxyResumeTest {

    @Test
    void aLiveReaderResumesByPositionAfterTheServerWasKilled(@TempDir Path data, @TempDir Path prefix)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(data);
                NginxProcess nginx = NginxProcess.start(prefix, server.port());
                LogSender sender = new LogSender(nginx.http("/api/logs"))) {
            String position = readUntilKilled(server, nginx, sender);
            assertSaysThatTheServerIsAway(nginx);

            server.restart();
            sender.send("portal", "info", "Three");
            try (TailSocket socket = TailSocket.open(nginx.webSocket("/ws/logs?after=" + position))) {
                assertThat(socket.awaitEntries(1)).containsExactly(3L);
                sender.send("portal", "info", "Four");
                assertThat(socket.awaitEntries(1)).containsExactly(4L);
            }
        }
    }

    @Test
    void anEventSourceIsToldToComeBackWhileTheServerIsAway(@TempDir Path data, @TempDir Path prefix)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(data);
                NginxProcess nginx = NginxProcess.start(prefix, server.port());
                HttpClient client = HttpClient.newHttpClient()) {
            server.kill();
            for (String path : List.of("/api/logs/stream", "/api/v1/logs/stream?last=3")) {
                HttpRequest events = HttpRequest.newBuilder(nginx.http(path))
                        .header("Accept", "text/event-stream")
                        .build();
                HttpResponse<String> answer = client.send(events, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
                assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store, no-transform");
                assertThat(answer.body()).isEqualTo("retry: 1000\n\n");

                HttpRequest lines = HttpRequest.newBuilder(nginx.http(path))
                        .header("Accept", "application/x-ndjson")
                        .build();
                assertThat(client.send(lines, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(503);
            }
        }
    }

    private static String readUntilKilled(ServerProcess server, NginxProcess nginx, LogSender sender)
            throws InterruptedException {
        try (TailSocket socket = TailSocket.open(nginx.webSocket("/ws/logs"))) {
            socket.await("heartbeat");
            sender.send("portal", "info", "One");
            sender.send("portal", "info", "Two");
            assertThat(socket.awaitEntries(2)).containsExactly(1L, 2L);
            server.kill();
            socket.awaitEnd();
            return socket.position();
        }
    }

    private static void assertSaysThatTheServerIsAway(NginxProcess nginx) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(nginx.http("/api/logs/stream")).build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("\"code\":\"away\"");
        }
    }
}
