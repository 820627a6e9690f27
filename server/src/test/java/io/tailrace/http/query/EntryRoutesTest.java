package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages, single entries and their surroundings, asked of a log of which the older part is only in the archive, the newer
 * part only in memory, and some in both.
 */
final class EntryRoutesTest {

    private static final int COUNT = 2500;
    private static final int HOT = 20;

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().hotTailBytes(64 << 10).archiveIntervalMillis(600_000));

    private final HttpSocket http = server.connect();

    @BeforeAll
    static void fill() throws IOException {
        try (HttpSocket http = server.connect()) {
            for (int first = 1; first <= COUNT - HOT; first += 20) {
                assertThat(http.postLines(lines(first, 20)).status()).isEqualTo(201);
            }
            Await.until("much is archived", () -> server.metric("tailrace_archive_entries_total") > COUNT / 2.0);
            assertThat(http.postLines(lines(COUNT - HOT + 1, HOT)).status()).isEqualTo(201);
        }
        assertThat(server.metric("tailrace_archive_lag_entries")).isPositive();
    }

    /** Every third entry is an error of the service even or odd, the others are info. */
    private static String lines(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> "{\"service\":\"%s\",\"level\":\"%s\",\"message\":\"n %d\",\"timestamp\":%d}"
                        .formatted(
                                id % 2 == 0 ? "even" : "odd", id % 3 == 0 ? "error" : "info", id, 1_800_000_000 + id))
                .collect(Collectors.joining("\n"));
    }

    private static List<Long> ids(Answer answer, Object... path) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ((List<?>) answer.at(path))
                .stream().map(entry -> (Long) Json.at(entry, "id")).toList();
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from)
                .map(id -> from + to - id)
                .boxed()
                .toList();
    }

    private static List<Long> up(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void theNewestHundredComeFirst() throws IOException {
        Answer answer = http.get("/api/logs");

        assertThat(ids(answer, "entries")).isEqualTo(down(COUNT, COUNT - 99));
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.at("count")).isEqualTo(100L);
        assertThat(answer.at("limit")).isEqualTo(100L);
        assertThat(answer.at("offset")).isEqualTo(0L);
        assertThat(answer.at("next")).isEqualTo(Long.toString(COUNT - 99));
    }

    @Test
    void theOtherPathAnswersTheSame() throws IOException {
        for (String path : List.of("?limit=7&service=odd", "/17", "/17/context?before=3")) {
            assertThat(http.get("/api/v1/logs" + path).text())
                    .isEqualTo(http.get("/api/logs" + path).text());
        }
    }

    @ParameterizedTest
    @CsvSource({"desc,before,", "asc,after,", "desc,before,&service=even", "asc,after,&level=error&min_level=warn"})
    void pagesReachEveryEntryOnce(String order, String next, String filter) throws IOException {
        List<Long> read = new ArrayList<>();
        String keys = filter == null ? "" : filter;
        String page = "/api/logs?limit=173&order=" + order + keys;
        Object following = "";
        while (!following.equals(Json.NULL)) {
            Answer answer = http.get(following.equals("") ? page : page + "&" + next + "=" + following);
            read.addAll(ids(answer, "entries"));
            following = answer.at("next");
        }
        List<Long> all = up(1, COUNT).stream()
                .filter(id -> !keys.contains("even") || id % 2 == 0)
                .filter(id -> !keys.contains("error") || id % 3 == 0)
                .toList();
        assertThat(read).isEqualTo(order.equals("asc") ? all : all.reversed());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 30, 1000, 2399, 2400, 2499})
    void anOffsetPassesOverTheNewest(int offset) throws IOException {
        assertThat(ids(http.get("/api/logs?limit=100&offset=" + offset), "entries"))
                .isEqualTo(down(COUNT - offset, Math.max(1, COUNT - offset - 99)));
        assertThat(ids(http.get("/api/logs?limit=100&order=asc&offset=" + offset), "entries"))
                .isEqualTo(up(1 + offset, Math.min(COUNT, offset + 100)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset=2500", "offset=999999999999999999", "before=1", "after=2500", "service=none"})
    void aPageWithoutEntriesIsEmpty(String query) throws IOException {
        Answer answer = http.get("/api/logs?" + query);

        assertThat(ids(answer, "entries")).isEmpty();
        assertThat(answer.at("count")).isEqualTo(0L);
        assertThat(answer.at("next")).isEqualTo(Json.NULL);
    }

    @Test
    void beforeAndAfterTogetherAreAWindow() throws IOException {
        assertThat(ids(http.get("/api/logs?after=10&before=15"), "entries")).isEqualTo(down(14, 11));
        assertThat(ids(http.get("/api/logs?after=2490&before=2495&order=asc"), "entries"))
                .isEqualTo(up(2491, 2494));
        assertThat(ids(http.get("/api/logs?after=10&before=11"), "entries")).isEmpty();
    }

    @Test
    void aRangeOfTimesIsFromInclusiveToExclusive() throws IOException {
        // 1 800 000 000 is 2027-01-15T08:00:00Z.
        assertThat(ids(http.get("/api/logs?from=2027-01-15T08:00:10Z&to=2027-01-15T09:00:13%2B01:00"), "entries"))
                .isEqualTo(down(12, 10));
        assertThat(ids(http.get("/api/logs?from=2027-01-15T08:41:38Z&order=asc"), "entries"))
                .isEqualTo(up(2498, 2500));
        assertThat(ids(http.get("/api/logs?to=2027-01-15T08:00:03.000001Z"), "entries"))
                .isEqualTo(down(3, 1));
    }

    @Test
    void anEntryIsFoundByItsIdWhereverItIs() throws IOException {
        for (long id : List.of(1L, 1000L, 2400L, (long) COUNT)) {
            Answer answer = http.get("/api/logs/" + id);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.at("id")).isEqualTo(id);
            assertThat(answer.at("message")).isEqualTo("n " + id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/0",
                "/999999",
                "/999999999999999999",
                "/99999999999999999999999",
                "/0/context",
                "/999999/context",
                "/-1",
                "/x",
                "/1x",
                "/1/",
                "/1/contexts"
            })
    void anIdWithoutAnEntryIsNotFound(String path) throws IOException {
        Answer answer = http.get("/api/logs" + path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("code")).isEqualTo("not_found");
    }

    @Test
    void theContextSurroundsAnEntryOldestFirst() throws IOException {
        for (long id : List.of(100L, 2300L, 2481L, 2490L)) {
            Answer answer = http.get("/api/logs/" + id + "/context?before=3&after=2");
            assertThat(ids(answer, "before")).isEqualTo(up(id - 3, id - 1));
            assertThat(answer.at("entry", "id")).isEqualTo(id);
            assertThat(ids(answer, "after")).isEqualTo(up(id + 1, id + 2));
        }
    }

    @Test
    void theContextEndsWhereTheLogDoes() throws IOException {
        Answer answer = http.get("/api/logs/2/context");
        assertThat(ids(answer, "before")).isEqualTo(up(1, 1));
        assertThat(ids(answer, "after")).isEqualTo(up(3, 12));

        Answer bare = http.get("/api/logs/2/context?before=0&after=0");
        assertThat(ids(bare, "before")).isEmpty();
        assertThat(ids(bare, "after")).isEmpty();
    }

    @Test
    void aFilterIsForTheSurroundingsOnly() throws IOException {
        Answer answer = http.get("/api/logs/100/context?before=2&after=2&service=odd");

        assertThat(ids(answer, "before")).isEqualTo(List.of(97L, 99L));
        assertThat(answer.at("entry", "id")).isEqualTo(100L);
        assertThat(ids(answer, "after")).isEqualTo(List.of(101L, 103L));
    }

    @Test
    void headIsAnsweredWithoutTheBody() throws IOException {
        for (String path : List.of("/api/logs?limit=2", "/api/logs/3", "/api/v1/logs/3/context")) {
            Answer answer = http.say(HttpSocket.head("HEAD", path) + "\r\n").answerWithoutBody();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        for (String path : List.of("/api/logs/3", "/api/v1/logs/3/context")) {
            Answer answer = http.say(HttpSocket.head("DELETE", path) + "\r\n").answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?colour=red                    | unknown_key   | colour",
                "?limit=0                       | bad_parameter | limit must be a whole number from 1 to 1000",
                "?limit=1001                    | bad_parameter | limit must be a whole number from 1 to 1000",
                "?limit=99999999999999999999999 | bad_parameter | limit must be",
                "?limit=ten                     | bad_parameter | limit must be",
                "?limit=                        | bad_parameter | limit must be",
                "?limit=1e2                     | bad_parameter | limit must be",
                "?limit=5&limit=6               | bad_parameter | limit must be given once",
                "?offset=-1                     | bad_parameter | offset must be",
                "?before=-1                     | bad_parameter | before must be",
                "?after=x                       | bad_parameter | after must be",
                "?after=9&before=9              | bad_range     | after must be a lower id than before",
                "?order=up                      | bad_parameter | order must be desc or asc",
                "?from=yesterday                | bad_parameter | from must be a duration like 15m",
                "?to=2027-13-01T00:00:00Z       | bad_parameter | to must be a duration",
                "?from=5m&to=15m                | bad_range     | from must be before to",
                "?from=5m&to=5m                 | bad_range     | from must be before to",
                "?from=1h&from=2h               | bad_parameter | from must be given once",
                "?level=loud                    | bad_filter    | level",
                "?user_id=x                     | bad_filter    | user_id",
                "/3?limit=5                     | unknown_key   | limit",
                "/3/context?before=1001         | bad_parameter | before must be a whole number from 0 to 1000",
                "/3/context?after=-1            | bad_parameter | after must be",
                "/3/context?from=5m             | unknown_key   | from"
            })
    void whatBreaksARuleIsRefused(String query, String code, String text) throws IOException {
        Answer answer = http.get("/api/logs" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo(code);
        assertThat((String) answer.at("error")).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "tags", "search", "trace_id", "span_id"})
    void sqlIsOnlyText(String key) throws IOException {
        for (String sql : List.of("%27%20OR%201=1--", "%27)%3BDROP%20TABLE%20entries%3B--", "?", "%25", "%00")) {
            assertThat(ids(http.get("/api/logs?" + key + "=" + sql), "entries")).isEmpty();
        }
        assertThat(ids(http.get("/api/logs?limit=1&order=asc"), "entries")).isEqualTo(up(1, 1));
    }
}
