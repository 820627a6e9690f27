package io.tailrace.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.TailSocket;
import io.tailrace.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the log, kept behind nginx. Needs an nginx on the machine. */
@Timeout(120)
final class ProxyTest {

    private static final String PUBLIC_NAME = "logs.example.org";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestServer server;
    private NginxProcess nginx;
    private LogSender sender;

    @BeforeEach
    void startBoth(@TempDir Path data, @TempDir Path prefix) throws IOException, InterruptedException {
        server = TestServer.with().allowHosts(PUBLIC_NAME).start(data);
        nginx = NginxProcess.start(prefix, server.port());
        sender = new LogSender(nginx.http("/api/logs"));
    }

    @AfterEach
    void endBoth() throws IOException {
        sender.close();
        client.close();
        nginx.close();
        server.close();
    }

    @Test
    void whatIsPostedIsKept() throws IOException, InterruptedException {
        sender.send("portal", "info", "Through the proxy");
        sender.sendMany(2000, "portal", "info", "A batch larger than a proxy's buffer, entry");
        try (BufferedReader lines = stream("/api/logs/stream?last=2001", "Accept", "application/x-ndjson")) {
            assertThat(lineAfter(lines, "{\"id\":1,")).contains("Through the proxy");
            assertThat(lineAfter(lines, "{\"id\":2001,")).contains("buffer, entry 2000");
        }
    }

    @Test
    void aBodyThatIsTooBigIsRefusedInTheServersWords() throws IOException, InterruptedException {
        HttpRequest tooBig = HttpRequest.newBuilder(nginx.http("/api/logs"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(new byte[17 * 1024 * 1024]))
                .build();
        HttpResponse<String> answer = client.send(tooBig, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).startsWith("{\"error\":");
    }

    @Test
    void aSocketIsLive() throws InterruptedException {
        try (TailSocket socket = TailSocket.open(nginx.webSocket("/ws/logs"))) {
            socket.await("heartbeat");
            sender.send("portal", "info", "One");
            assertThat(socket.awaitEntries(1)).containsExactly(1L);
        }
    }

    @Test
    void serverSentEventsComeAtOnceAndResume() throws IOException, InterruptedException {
        sender.send("portal", "info", "One");
        String position;
        try (BufferedReader events = stream("/api/logs/stream?last=1", "Accept", "text/event-stream")) {
            position = lineAfter(events, "id:");
            sender.send("portal", "info", "Two");
            position = lineAfter(events, "id:");
            assertThat(lineAfter(events, "data:")).contains("\"message\":\"Two\"");
        }
        sender.send("portal", "info", "Three");
        try (BufferedReader events = stream("/api/logs/stream?last=1", "Last-Event-ID", position)) {
            assertThat(lineAfter(events, "data:")).contains("\"message\":\"Three\"");
            sender.send("portal", "info", "Four");
            assertThat(lineAfter(events, "data:")).contains("\"message\":\"Four\"");
        }
    }

    @Test
    void linesOfJsonComeAtOnce() throws IOException, InterruptedException {
        sender.send("portal", "info", "One");
        try (BufferedReader lines = stream("/api/logs/stream?last=1", "Accept", "application/x-ndjson")) {
            assertThat(lineAfter(lines, "{\"id\":1,")).contains("\"message\":\"One\"");
            sender.send("portal", "info", "Two");
            assertThat(lineAfter(lines, "{\"id\":2,")).contains("\"message\":\"Two\"");
        }
    }

    @Test
    void thePageAndTheStateOfTheServerAreReached() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyTheNamesTheServerWasGivenAreAnswered() throws IOException {
        assertThat(statusFor("/health", "Host: " + PUBLIC_NAME)).isEqualTo(200);
        assertThat(statusFor("/health", "Host: rebound.example.net")).isEqualTo(421);
        assertThat(statusFor("/health", "Host: rebound.example.net", "X-Forwarded-Host: " + PUBLIC_NAME))
                .isEqualTo(421);
    }

    @Test
    void onlyThePageOfThePublicNameMayOpenASocket() throws IOException {
        assertThat(upgradeFor("https://" + PUBLIC_NAME)).isEqualTo(101);
        assertThat(upgradeFor("https://elsewhere.example.net")).isEqualTo(403);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(nginx.http(path)).build(), BodyHandlers.ofString());
    }

    /** A stream that is never finished: its lines are read while it is open. */
    private BufferedReader stream(String path, String header, String value) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(nginx.http(path)).header(header, value).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String lineAfter(BufferedReader lines, String start) throws IOException {
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("the stream ended before a line that begins with " + start);
            }
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
    }

    private int upgradeFor(String origin) throws IOException {
        return statusFor(
                "/ws/logs",
                "Host: " + PUBLIC_NAME,
                "Origin: " + origin,
                "X-Forwarded-Proto: https",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** Asks over a bare socket, because an HTTP client chooses Host and Origin itself. */
    private int statusFor(String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nginx.port())) {
            String request = "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return Integer.parseInt(answer.readLine().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }
}
