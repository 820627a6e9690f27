package io.tailrace.http.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.QueryExamples;
import io.tailrace.testing.QueryExamples.Example;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That each example of docs/QUERY.md finds what it says there, in memory and in the archive, on every route and stream. */
final class QueryGuideTest {

    private static final int FILLING = 2000;

    @TempDir
    static Path directory = Path.of("");

    private static final List<TestServer> servers = new ArrayList<>();

    @BeforeAll
    static void fill() throws IOException {
        TestServer inMemory = TestServer.with().archiveIntervalMillis(600_000).start(directory.resolve("memory"));
        TestServer archived = TestServer.with()
                .archiveIntervalMillis(20)
                .hotTailBytes(64 << 10)
                .start(directory.resolve("archive"));
        servers.add(inMemory);
        servers.add(archived);
        for (TestServer server : servers) {
            try (HttpSocket http = HttpSocket.open(server)) {
                assertThat(http.postLines(String.join("\n", QueryExamples.entries()))
                                .status())
                        .isEqualTo(201);
            }
        }
        try (HttpSocket http = HttpSocket.open(archived)) {
            String filling = "{\"service\":\"filling\",\"level\":\"trace\",\"message\":\"" + "~".repeat(200) + "\"}\n";
            for (int i = 0; i < FILLING; i += 100) {
                assertThat(http.postLines(filling.repeat(100)).status()).isEqualTo(201);
            }
        }
        Await.until("all is archived", () -> archived.metric("tailrace_archive_lag_entries") == 0);
    }

    @AfterAll
    static void stop() throws IOException {
        for (TestServer server : servers) {
            server.close();
        }
    }

    static List<Example> examples() {
        return QueryExamples.examples();
    }

    private static String q(Example example) {
        return "q=" + URLEncoder.encode(example.query(), UTF_8);
    }

    /** Of the guide's entries only, which are the first. */
    private static String asked(Example example) {
        return q(example) + "&service=portal,checkout,my%20mail";
    }

    private static Object at(TestServer server, String path, Object... place) throws IOException {
        try (HttpSocket http = HttpSocket.open(server)) {
            Answer answer = http.get(path);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.at(place);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleFindsWhatTheGuideSays(Example example) throws IOException {
        for (TestServer server : servers) {
            List<?> page = (List<?>) at(server, "/api/logs?order=asc&" + asked(example), "entries");
            assertThat(page).extracting(entry -> Json.at(entry, "id")).isEqualTo(example.finds());
            assertThat(at(server, "/api/logs/stats?" + asked(example), "total"))
                    .isEqualTo((long) example.finds().size());
            List<?> buckets = (List<?>) at(server, "/api/logs/histogram?" + asked(example), "buckets");
            assertThat(sum(buckets, "total")).isEqualTo(example.finds().size());
            List<?> values = (List<?>) at(server, "/api/logs/values?field=level&" + asked(example), "values");
            assertThat(sum(values, "count")).isEqualTo(example.finds().size());
            try (HttpSocket http = HttpSocket.open(server)) {
                String lines = http.get("/api/logs/export?format=ndjson&" + asked(example))
                        .text();
                assertThat(lines.lines()
                                .filter(line -> line.startsWith("{\"id\""))
                                .count())
                        .isEqualTo(example.finds().size());
            }
        }
    }

    private static long sum(List<?> counted, String name) {
        return counted.stream().mapToLong(one -> (Long) Json.at(one, name)).sum();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aStreamBringsWhatAnExampleFinds(Example example) throws IOException {
        for (TestServer server : servers) {
            try (RawWebSocket socket = RawWebSocket.plain(server.webSocket("/ws/logs?after=0&" + asked(example)));
                    RawStream events = RawStream.ask(server.http("/api/logs/stream?after=0&" + asked(example)))) {
                for (long id : example.finds()) {
                    assertThat(socket.readJson()).containsEntry("id", id);
                    assertThat(Json.object(String.valueOf(events.readEvent().get("data"))))
                            .containsEntry("id", id);
                }
            }
        }
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).hasSizeGreaterThan(60);
        assertThat(examples().stream().filter(example -> example.finds().isEmpty()))
                .hasSize(1);
    }
}
