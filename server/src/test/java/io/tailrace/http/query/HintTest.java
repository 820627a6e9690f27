package io.tailrace.http.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a query that matches nothing, whether the entries are in memory or in the archive. */
final class HintTest {

    private static final int AGENTS = 512;

    @TempDir
    static Path directory = Path.of("");

    private static final List<TestServer> servers = new ArrayList<>();

    @BeforeAll
    static void fill() throws IOException {
        servers.add(TestServer.with().archiveIntervalMillis(600_000).start(directory.resolve("memory")));
        servers.add(TestServer.with()
                .archiveIntervalMillis(20)
                .hotTailBytes(64 << 10)
                .start(directory.resolve("archive")));
        String entries = """
                {"service":"portal","level":"error","message":"GET /a 502","tags":["http"],"user_id":1402,"trace_id":"4bf92f35","metadata":{"host":"portal-3","http":{"status":502},"order.id":"A-17"}}
                {"service":"portal","level":"warn","message":"dial localhost:8080 refused","tags":["net"],"metadata":{"peer":"portal-3","http":{"status":200},"my key":"x y","list":["deep",{"a":"deeper"}]}}
                """
                + "{\"service\":\"portal\",\"level\":\"info\",\"message\":\"Signed in\",\"metadata\":{\"agent\":\"Firefox/145\"}}\n"
                        .repeat(AGENTS)
                + "{\"service\":\"noise\",\"level\":\"trace\",\"message\":\"~\",\"metadata\":{\"severity\":3}}\n"
                        .repeat(1000);
        for (TestServer server : servers) {
            try (HttpSocket http = HttpSocket.open(server)) {
                assertThat(http.postLines(entries).status()).isEqualTo(201);
            }
        }
        Await.until("all is archived", () -> servers.getLast().metric("tailrace_archive_lag_entries") == 0);
    }

    @AfterAll
    static void stop() throws IOException {
        for (TestServer server : servers) {
            server.close();
        }
    }

    private static Answer page(TestServer server, String parameters) throws IOException {
        try (HttpSocket http = HttpSocket.open(server)) {
            Answer answer = http.get("/api/logs?" + parameters);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer;
        }
    }

    private static String q(String query) {
        return "q=" + URLEncoder.encode(query, UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "message:Firefox            | metadata.agent       | 512 | \"firefox\"",
                "message:firefox level:info | metadata.agent       | 512 | level:info AND \"firefox\"",
                "message:firefox -level:info level<error | | |",
                "service:portal-3           | metadata.host        | 1   | metadata.host:\"portal-3\"",
                "host:Firefox/145           | metadata.agent       | 512 | metadata.agent:\"Firefox/145\"",
                "host:firefox               | metadata.agent       | 512 | \"firefox\"",
                "status:502.0               | metadata.http.status | 1   | metadata.http.status:\"502.0\"",
                "localhost:8080             | message              | 1   | \"8080\"",
                "trace:4bf92f35             | trace_id             | 1   | trace_id:\"4bf92f35\"",
                "uid:1402                   | user_id              | 1   | user_id:1402",
                "#502 level:error           | metadata.http.status | 1   | level:error AND metadata.http.status:\"502\"",
                "order:A-17                 | metadata.order.id    | 1   | metadata.order.id:\"A-17\"",
                "k:\"x y\"                  | metadata.\"my key\"  | 1   | metadata.\"my key\":\"x y\"",
                "message:deeper             | metadata.list        | 1   | \"deeper\"",
                "(message:Firefox)          | metadata.agent       | 512 | \"firefox\"",
            })
    void whereTheTextIsInsteadIsSaid(String query, String field, Long count, String better) throws IOException {
        for (TestServer server : servers) {
            Map<String, Object> answer = Json.object(page(server, q(query)).text());
            if (field == null) {
                assertThat(answer).doesNotContainKey("hint");
            } else {
                assertThat(answer.get("hint")).isEqualTo(Map.of("field", field, "count", count, "query", better));
                assertThat((List<?>) page(server, "limit=1000&" + q(better)).at("entries"))
                        .as("what is found by it")
                        .hasSizeGreaterThanOrEqualTo(count.intValue());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agnet:*         | metadata.agent       | metadata.agnet  | metadata.agent:*",
                "statsu>=500     | metadata.http.status | metadata.statsu | metadata.http.status>=500",
                "status>=600     | metadata.http.status | metadata.status | metadata.http.status>=600",
                "Order-Id:B*     | metadata.order.id    | metadata.Order-Id | metadata.order.id:B*",
                "msg:nothing     | message              | metadata.msg    | message:\"nothing\"",
            })
    void aFieldThatNoEntryHasIsExplained(String query, String field, String asked, String better) throws IOException {
        for (TestServer server : servers) {
            Object hint = page(server, "service=portal&" + q(query)).at("hint");
            assertThat(Json.at(hint, "field")).isEqualTo(field);
            assertThat(Json.at(hint, "instead_of")).isEqualTo(asked);
            assertThat(Json.at(hint, "query")).isEqualTo(better);
        }
    }

    @Test
    void theTextToSearchForIsOneToo() throws IOException {
        for (TestServer server : servers) {
            assertThat(page(server, "search=Firefox&level=info").at("hint"))
                    .isEqualTo(Map.of("field", "metadata.agent", "count", 512L, "query", "\"firefox\""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=message:signed",
                "q=nowhere",
                "q=message:nowhere",
                "q=-message:firefox+level:fatal",
                "q=message:firefox+OR+zzz",
                "q=message:firefox&before=5",
                "q=message:firefox&after=5",
                "q=message:firefox&offset=1",
                "q=message:firefox&from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z",
                "service=nobody",
                "q=zz:1",
            })
    void otherwiseNothingIsSaid(String parameters) throws IOException {
        for (TestServer server : servers) {
            assertThat(Json.object(page(server, parameters).text())).doesNotContainKey("hint");
        }
    }
}
