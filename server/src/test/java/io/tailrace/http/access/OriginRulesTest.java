package io.tailrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may read a server and write to it. */
final class OriginRulesTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";
    private static final String LISTED = "https://ops.example.com";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with().allowOrigins(LISTED));

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @CsvSource({
        "localhost:8082, http://localhost:8082",
        "LOCALHOST:8082, http://localhost:8082",
        "localhost, http://localhost",
        "localhost, http://localhost:80",
        "localhost, https://localhost",
        "localhost:443, https://localhost",
        "127.0.0.1:8082, http://127.0.0.1:8082",
        "[::1]:8082, http://[::1]:8082",
        "localhost:8082, https://ops.example.com",
        "localhost:8082, HTTPS://OPS.example.com"
    })
    void aPageOfThisServerOrOfAListedOriginMayStreamAndWrite(String host, String origin) throws IOException {
        assertThat(http.post(ENTRY, "Host: " + host, "Origin: " + origin).status())
                .isEqualTo(201);
        assertThat(webSocket("Host: " + host, "Origin: " + origin)).isEqualTo(101);
        assertThat(stream("Host: " + host, "Origin: " + origin)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8082, http://evil.example",
        "localhost:8082, http://localhost",
        "localhost:8082, http://localhost:3000",
        "localhost:8082, http://127.0.0.1:8082",
        "localhost:8082, http://localhost.evil.example:8082",
        "localhost:8082, https://ops.example.com.evil.example",
        "localhost:8082, http://ops.example.com",
        "localhost:8082, null",
        "localhost:8082, localhost:8082",
        "localhost:8082, file://",
        "localhost:8082, *",
        "localhost:8082, ://"
    })
    void aPageOfAnyOtherOriginMayNot(String host, String origin) throws IOException {
        assertRefused(http.post(ENTRY, "Host: " + host, "Origin: " + origin));
        assertRefused(http.get("/api/logs/stream", "Host: " + host, "Origin: " + origin));
        assertRefused(http.get(
                "/ws/logs",
                "Host: " + host,
                "Origin: " + origin,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs.example.com", "logs.example.com:443", "logs.example.com, inner.example"})
    void behindAProxyTheHostIsTheOneThatTheBrowserUsed(String forwarded) throws IOException {
        assertThat(webSocket("Origin: https://logs.example.com", "X-Forwarded-Host: " + forwarded))
                .isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inner.example", "inner.example, logs.example.com", "logs.example.com:8443", ""})
    void behindAProxyAnotherHostIsAnotherOrigin(String forwarded) throws IOException {
        assertThat(http.get("/api/logs/stream", "Origin: https://logs.example.com", "X-Forwarded-Host: " + forwarded)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void onlyAListedOriginMayReadAnswers() throws IOException {
        Answer listed = http.get("/health", "Origin: " + LISTED);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(listed.header("Access-Control-Expose-Headers")).contains("Location", "Retry-After");
        assertThat(listed.header("Vary")).isEqualTo("Origin");

        Answer other = http.get("/health", "Origin: http://evil.example");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        assertThat(other.header("Vary")).isEqualTo("Origin");

        assertThat(http.get("/health").header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void refusalsCanBeReadByAListedOriginToo() throws IOException {
        Answer refused = http.post("{}", "Origin: " + LISTED);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
    }

    @Test
    void aListedOriginIsToldWhatItMaySend() throws IOException {
        http.say(HttpSocket.head(
                        "OPTIONS",
                        "/api/logs",
                        "Origin: " + LISTED,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: content-type")
                + "\r\n");
        Answer answer = http.answer();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(LISTED);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "POST");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Content-Type", "Content-Encoding");
        assertThat(answer.header("Access-Control-Max-Age")).isNotNull();
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }

    @Test
    void anyOtherOriginIsToldNothing() throws IOException {
        http.say(HttpSocket.head(
                        "OPTIONS", "/api/logs", "Origin: http://evil.example", "Access-Control-Request-Method: POST")
                + "\r\n");
        Answer answer = http.answer();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
    }

    @Test
    void aStarAllowsEveryOrigin(@TempDir Path data) throws IOException {
        try (TestServer open = TestServer.with().allowOrigins("*").start(data);
                HttpSocket socket = HttpSocket.open(open)) {
            Answer answer = socket.post(ENTRY, "Origin: http://any.example");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://any.example");
        }
    }

    /** The status of an attempt to open a WebSocket. */
    private static int webSocket(String... headers) throws IOException {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Connection: Upgrade";
        all[headers.length + 1] = "Upgrade: websocket";
        all[headers.length + 2] = "Sec-WebSocket-Version: 13";
        all[headers.length + 3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        try (HttpSocket socket = server.connect()) {
            return socket.say(HttpSocket.head("GET", "/ws/logs", all) + "\r\n")
                    .streamHead()
                    .status();
        }
    }

    /** The status of an attempt to open a stream of server-sent events. */
    private static int stream(String... headers) throws IOException {
        try (HttpSocket socket = server.connect()) {
            return socket.say(HttpSocket.head("GET", "/api/logs/stream", headers) + "\r\n")
                    .streamHead()
                    .status();
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.at("code")).isEqualTo("origin_not_allowed");
        assertThat((String) answer.at("error")).contains("--allow-origin");
    }
}
