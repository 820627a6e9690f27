package io.tailrace.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files as a browser gets them. */
final class PageRouteTest {

    private static TestServer server;
    private HttpSocket http;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        http = HttpSocket.open(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/index.html, text/html; charset=utf-8",
        "/main.js, text/javascript; charset=utf-8",
        "/style.css, text/css; charset=utf-8",
        "/icon.svg, image/svg+xml"
    })
    void aFileComesWithItsType(String path, String type) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.text()).isNotEmpty();
        assertSafe(answer);
    }

    @Test
    void aFilterInTheAddressIsThePageToo() throws IOException {
        assertThat(http.get("/?service=portal&q=a%20b").text())
                .isEqualTo(http.get("/").text());
    }

    @Test
    void onlyWhatTheServerServesItselfMayRun() throws IOException {
        assertThat(http.get("/").header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "*");
    }

    @Test
    void aFileThatDidNotChangeIsNotSentAgain() throws IOException {
        String tag = Objects.requireNonNull(http.get("/main.js").header("ETag"));

        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            Answer answer = http.get("/main.js", "If-None-Match: " + known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertSafe(answer);
        }
        assertThat(http.get("/main.js", "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(http.get("/style.css", "If-None-Match: " + tag).status())
                .as("another file")
                .isEqualTo(200);
    }

    @Test
    void aBrowserAsksEachTimeWhetherAFileChanged() throws IOException {
        assertThat(http.get("/main.js").header("Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.js",
                "/main",
                "/main.js/",
                "/ui/main.js",
                "/../logback.xml",
                "/..%2flogback.xml",
                "/logback.xml",
                "/MAIN.JS",
                "/main.js.map",
                "/.hidden",
                "/main..js",
                "/io/tailrace/cli/Tailrace.class"
            })
    void whatIsNotAFileOfThePageIsNotFound(String path) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("code")).isEqualTo("not_found");
    }

    private static void assertSafe(Answer answer) {
        assertThat(answer.header("Content-Security-Policy")).isNotNull();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
}
