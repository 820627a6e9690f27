package io.tailrace.http.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a question takes its filter's memory of the budget, and gives it back whichever way it ends. */
final class FilterLeaseTest {

    private static final String REGEX = "q=" + URLEncoder.encode("message:/a.{20}b/", UTF_8);

    @TempDir
    Path data;

    private static void awaitNothingHeld(TestServer server, String after) {
        Await.until("given back after " + after, () -> server.metric("tailrace_filter_bytes") == 0);
    }

    @Test
    void everyAnswerGivesTheFilterBack() throws IOException {
        try (TestServer server = TestServer.start(data);
                HttpSocket http = HttpSocket.open(server)) {
            http.post("{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}");
            Map<String, Integer> answers = Map.ofEntries(
                    Map.entry("?", 200),
                    Map.entry("?limit=0&", 400),
                    Map.entry("?after=9&before=3&", 400),
                    Map.entry("/1?", 200),
                    Map.entry("/77?", 404),
                    Map.entry("/1/context?", 200),
                    Map.entry("/1/context?before=-1&", 400),
                    Map.entry("/stats?", 200),
                    Map.entry("/stats?from=never&", 400),
                    Map.entry("/histogram?", 200),
                    Map.entry("/histogram?interval=9999999d&", 400),
                    Map.entry("/histogram?from=1970-01-01T00:00:00Z&interval=1ms&", 200),
                    Map.entry("/values?field=service&", 200),
                    Map.entry("/values?field=nothing&", 400),
                    Map.entry("/export?", 200),
                    Map.entry("/export?format=parquet&", 200),
                    Map.entry("/export?format=xml&", 400));
            Map<String, Integer> answered = new HashMap<>();
            for (String path : answers.keySet()) {
                answered.put(path, http.get("/api/logs" + path + REGEX).status());
                awaitNothingHeld(server, path);
            }
            assertThat(answered).isEqualTo(answers);
            http.say(HttpSocket.head("HEAD", "/api/logs/export?" + REGEX) + "\r\n")
                    .answerWithoutBody();
            awaitNothingHeld(server, "HEAD");
        }
    }

    @Test
    void aQuestionBeyondTheBudgetIsRefusedForNow() throws IOException {
        try (TestServer server = TestServer.with().maxFilterBytes(4000).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            for (String path :
                    List.of("?", "/1/context?", "/stats?", "/histogram?", "/values?field=level&", "/export?")) {
                Answer refused = http.get("/api/logs" + path + REGEX);
                assertThat(refused.status()).as(path).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(refused.text()).contains("\"code\":\"too_many_filters\"", "--max-filter-bytes");
            }
            assertThat(server.metric("tailrace_filter_refused_total")).isEqualTo(6);
            assertThat(server.metric("tailrace_filter_max_bytes")).isEqualTo(4000);
            assertThat(http.get("/api/logs?service=s").status()).isEqualTo(200);
            awaitNothingHeld(server, "a small one");
        }
    }

    @Test
    void anExportHoldsItsFilterUntilItsClientIsGone() throws IOException {
        try (TestServer server = TestServer.with().sendBufferBytes(8192).start(data)) {
            String line = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + "x".repeat(10_000) + "\"}\n";
            try (HttpSocket http = HttpSocket.open(server)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(http.postLines(line.repeat(100)).status()).isEqualTo(201);
                }
            }
            try (RawStream export = RawStream.small(server.http("/api/logs/export?q=message:/x.%7B5%7Dx/"))) {
                assertThat(export.head().status()).isEqualTo(200);
                assertThat(server.metric("tailrace_filter_bytes")).isPositive();
                assertThat(server.metric("tailrace_filter_distinct")).isEqualTo(1);
            }
            awaitNothingHeld(server, "its client went");
        }
    }

    @Test
    void aQuestionThatTakesTooLongGivesItsFilterBack() throws IOException {
        try (TestServer server = TestServer.with().queryTimeoutMillis(1).start(data);
                HttpSocket http = HttpSocket.open(server)) {
            http.get("/api/logs/stats?" + REGEX);
            awaitNothingHeld(server, "the time was up");
        }
    }
}
