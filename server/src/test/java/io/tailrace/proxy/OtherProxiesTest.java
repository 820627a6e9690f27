package io.tailrace.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.TailSocket;
import io.tailrace.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds behind proxies that nobody has configured for streams. Each one must be on the machine. */
@Timeout(120)
final class OtherProxiesTest {

    private static final String EVENTS = "text/event-stream";
    private static final String LINES = "application/x-ndjson";

    private static final int HEARTBEAT_MILLIS = 1000;
    private static final int TIMEOUT_SECONDS = 3;

    /** Of a heartbeat each second: more than twice what the proxies wait for a quiet connection. */
    private static final int QUIET_HEARTBEATS = 8;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestServer server;
    private LogSender sender;

    @BeforeEach
    void start(@TempDir Path data) throws IOException {
        server = TestServer.with().heartbeatMillis(HEARTBEAT_MILLIS).start(data);
        sender = new LogSender(server.http("/api/logs"));
    }

    @AfterEach
    void end() throws IOException {
        client.shutdownNow();
        client.close();
        sender.close();
        server.close();
    }

    @Test
    void quietStreamsStayUpBehindHaproxy(@TempDir Path directory) throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.haproxy(directory, server.port(), TIMEOUT_SECONDS)) {
            assertQuietStreamsStayUp(proxy);
        }
    }

    @Test
    void quietStreamsStayUpBehindApache(@TempDir Path directory) throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.apache(directory, server.port(), TIMEOUT_SECONDS)) {
            assertQuietStreamsStayUp(proxy);
        }
    }

    private void assertQuietStreamsStayUp(ProxyProcess proxy) throws IOException, InterruptedException {
        try (BufferedReader events = stream(proxy.http("/api/logs/stream"), EVENTS);
                BufferedReader lines = stream(proxy.http("/api/logs/stream"), LINES);
                TailSocket socket = TailSocket.open(proxy.webSocket("/ws/logs"))) {
            for (int i = 0; i < QUIET_HEARTBEATS; i++) {
                readUntil(events, line -> line.startsWith(":"));
                readUntil(lines, String::isEmpty);
                socket.await("heartbeat");
            }
            sender.send("portal", "info", "After the quiet");
            assertThat(readUntil(events, line -> line.startsWith("data:"))).contains("After the quiet");
            assertThat(readUntil(lines, line -> line.startsWith("{"))).contains("After the quiet");
            assertThat(socket.awaitEntries(1)).containsExactly(1L);
        }
    }

    @Test
    void streamsAreLiveThroughVarnish(@TempDir Path directory) throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.varnish(directory, server.port())) {
            assertStreamsAreLive(proxy);
        }
    }

    @Test
    void streamsAreLiveThroughAnNginxThatSpeaksHttp10(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.plainNginx(directory, server.port())) {
            assertStreamsAreLive(proxy);
        }
        Await.until("places are given back", () -> server.metric("tailrace_streams") == 0);
    }

    private void assertStreamsAreLive(ProxyProcess proxy) throws IOException, InterruptedException {
        sender.send("portal", "info", "Entry 1");
        try (BufferedReader events = stream(proxy.http("/api/logs/stream?last=1"), EVENTS);
                BufferedReader lines = stream(proxy.http("/api/logs/stream?last=1"), LINES)) {
            for (int id = 1; id <= 4; id++) {
                assertThat(readUntil(events, line -> line.startsWith("data:"))).contains("\"Entry " + id + "\"");
                assertThat(readUntil(lines, line -> line.startsWith("{"))).contains("\"Entry " + id + "\"");
                sender.send("portal", "info", "Entry " + (id + 1));
            }
        }
    }

    @Test
    void varnishAnswersNothingThatChangesFromItsCache(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (ProxyProcess proxy = ProxyProcess.varnish(directory, server.port())) {
            List<String> changing =
                    List.of("/ready", "/health", "/metrics", "/api/archive", "/api/logs", "/api/logs/stats", "/");
            for (String path : changing) {
                assertThat(status(proxy, path)).as(path).isEqualTo(200);
            }
            sender.send("portal", "info", "New");
            assertThat(get(proxy, "/api/logs").body()).contains("New");
            server.close();
            for (String path : changing) {
                assertThat(status(proxy, path)).as(path).isNotEqualTo(200);
            }
        }
    }

    private int status(ProxyProcess proxy, String path) throws IOException, InterruptedException {
        return get(proxy, path).statusCode();
    }

    private HttpResponse<String> get(ProxyProcess proxy, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(proxy.http(path)).build(), BodyHandlers.ofString());
    }

    /** A stream that is never finished: its lines are read while it is open. */
    private BufferedReader stream(URI address, String accept) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", accept).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String readUntil(BufferedReader lines, Predicate<String> wanted) throws IOException {
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("the stream was ended");
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }
}
