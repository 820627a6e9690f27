package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.http.query.QueryLog.Place;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stats, histograms and values, of a log in memory, in the archive, and in both: the answer is the same. */
final class CountRoutesTest {

    private static final int COUNT = 600;

    private static final Map<Place, TestServer> SERVERS = new EnumMap<>(Place.class);

    @BeforeAll
    static void fill(@TempDir Path data) throws IOException {
        for (Place place : Place.values()) {
            SERVERS.put(place, QueryLog.start(data.resolve(place.name()), place, COUNT));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (TestServer server : SERVERS.values()) {
            server.close();
        }
    }

    private static TestServer server(Place place) {
        return Objects.requireNonNull(SERVERS.get(place));
    }

    private static Answer get(Place place, String path) throws IOException {
        try (HttpSocket http = HttpSocket.open(server(place))) {
            return http.get("/api/logs/" + path);
        }
    }

    private static Answer ok(Place place, String path) throws IOException {
        Answer answer = get(place, path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void statsCountByLevelAndService(Place place) throws IOException {
        assertThat(ok(place, "stats").text())
                .isEqualTo("{\"total\":600,\"by_level\":{\"info\":400,\"error\":200},"
                        + "\"by_service\":{\"even\":300,\"odd\":300},\"first_id\":1,\"last_id\":600}");
        assertThat(ok(place, "stats?service=even&min_level=warn").text())
                .isEqualTo("{\"total\":100,\"by_level\":{\"error\":100},"
                        + "\"by_service\":{\"even\":100},\"first_id\":6,\"last_id\":600}");
        assertThat(ok(place, "stats?from=2027-01-15T08:00:05Z&to=2027-01-15T08:00:08Z")
                        .text())
                .isEqualTo("{\"total\":3,\"by_level\":{\"info\":2,\"error\":1},"
                        + "\"by_service\":{\"odd\":2,\"even\":1},\"first_id\":5,\"last_id\":7}");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void nothingHasEmptyCounts(Place place) throws IOException {
        assertThat(ok(place, "stats?service=none").text())
                .isEqualTo("{\"total\":0,\"by_level\":{},\"by_service\":{},\"first_id\":null,\"last_id\":null}");
        assertThat(ok(place, "histogram?service=none").at("buckets")).isEqualTo(List.of());
        assertThat(ok(place, "values?field=tags&service=none").text()).isEqualTo("{\"values\":[]}");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aHistogramCountsEachBucketOnce(Place place) throws IOException {
        Answer answer = ok(place, "histogram?interval=1m");

        assertThat(answer.at("interval_ms")).isEqualTo(60_000L);
        assertThat((List<?>) answer.at("buckets")).hasSize(11);
        assertThat(answer.at("buckets", 0))
                .isEqualTo(Json.parse("{\"start\":\"2027-01-15T08:00:00.000000Z\",\"total\":59,"
                        + "\"by_level\":{\"info\":40,\"error\":19}}"));
        assertThat(answer.at("buckets", 10))
                .isEqualTo(Json.parse(
                        "{\"start\":\"2027-01-15T08:10:00.000000Z\",\"total\":1,\"by_level\":{\"error\":1}}"));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void emptyBucketsOfTheRangeAreThere(Place place) throws IOException {
        Answer answer = ok(
                place, "histogram?interval=10s&service=odd&from=2027-01-15T07:59:45Z&to=2027-01-15T08:00:10.000001Z");

        assertThat(answer.text())
                .isEqualTo("{\"interval_ms\":10000,\"buckets\":["
                        + "{\"start\":\"2027-01-15T07:59:40.000000Z\",\"total\":0,\"by_level\":{}},"
                        + "{\"start\":\"2027-01-15T07:59:50.000000Z\",\"total\":0,\"by_level\":{}},"
                        + "{\"start\":\"2027-01-15T08:00:00.000000Z\",\"total\":5,\"by_level\":{\"info\":3,\"error\":2}},"
                        + "{\"start\":\"2027-01-15T08:00:10.000000Z\",\"total\":0,\"by_level\":{}}]}");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void anIntervalIsChosenForAboutSixtyBars(Place place) throws IOException {
        Answer answer = ok(place, "histogram");

        assertThat(answer.at("interval_ms")).isEqualTo(10_000L);
        assertThat((List<?>) answer.at("buckets")).hasSize(61);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void valuesComeMostFrequentFirstAndThenByText(Place place) throws IOException {
        assertThat(ok(place, "values?field=level").text())
                .isEqualTo("{\"values\":[{\"value\":\"info\",\"count\":400},{\"value\":\"error\",\"count\":200}]}");
        assertThat(ok(place, "values?field=service&level=error").text())
                .isEqualTo("{\"values\":[{\"value\":\"even\",\"count\":100},{\"value\":\"odd\",\"count\":100}]}");
        assertThat(ok(place, "values?field=tags&limit=2").text())
                .isEqualTo("{\"values\":[{\"value\":\"four\",\"count\":150},{\"value\":\"r0\",\"count\":150}]}");
        assertThat(ok(place, "values?field=tags&prefix=f").text())
                .isEqualTo("{\"values\":[{\"value\":\"four\",\"count\":150}]}");
        assertThat(ok(place, "values?field=metadata.third&service=even").text())
                .isEqualTo("{\"values\":[{\"value\":\"0\",\"count\":100},{\"value\":\"1\",\"count\":100},"
                        + "{\"value\":\"2\",\"count\":100}]}");
        assertThat(ok(place, "values?field=metadata.third.deeper").text()).isEqualTo("{\"values\":[]}");
        assertThat(ok(place, "values?field=service&prefix=%25").text()).isEqualTo("{\"values\":[]}");
    }

    @Test
    void theOtherPathAnswersTheSame() throws IOException {
        try (HttpSocket http = HttpSocket.open(server(Place.BOTH))) {
            for (String path : List.of("stats", "histogram", "values?field=service")) {
                assertThat(http.get("/api/v1/logs/" + path).text())
                        .isEqualTo(http.get("/api/logs/" + path).text());
                assertThat(http.say(HttpSocket.head("HEAD", "/api/logs/" + path) + "\r\n")
                                .answerWithoutBody()
                                .status())
                        .isEqualTo(200);
            }
            Answer refused =
                    http.say(HttpSocket.head("PUT", "/api/logs/stats") + "\r\n").answer();
            assertThat(refused.status()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "1ms", "500ms"})
    void aHistogramOfTenYearsBySecondsIsRefusedWithAHint(String interval) throws IOException {
        Answer answer = get(Place.BOTH, "histogram?from=3650d&to=1s&interval=" + interval);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("too_many_buckets");
        assertThat((String) answer.at("error")).contains("5000 is the most", "interval of 1d or more");
        assertThat(ok(Place.BOTH, "histogram?from=3650d&to=1s&interval=1d").at("interval_ms"))
                .isEqualTo(86_400_000L);
    }

    @Test
    void theWholeOfTimeFitsIntoAHistogram() throws IOException {
        Answer answer = ok(Place.BOTH, "histogram?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z");

        assertThat((List<?>) answer.at("buckets")).hasSizeBetween(20, 110);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stats?limit=5                       | unknown_key   | limit",
                "stats?from=5m&to=6m                 | bad_range     | from must be before to",
                "histogram?interval=0s               | bad_parameter | interval must be a duration",
                "histogram?interval=60               | bad_parameter | interval must be a duration",
                "histogram?interval=-1m              | bad_parameter | interval must be a duration",
                "histogram?interval=999999999999d    | bad_parameter | interval must be at most 3650d",
                "histogram?interval=1ms              | too_many_buckets | interval of 200ms or more",
                "values                              | bad_parameter | field must be",
                "values?field=message                | bad_parameter | field must be",
                "values?field=metadata.              | bad_parameter | field must be",
                "values?field=metadata.a..b          | bad_parameter | field must be",
                "stats?q=(                            | bad_query     | expected",
                "values?field=service);--            | bad_parameter | field must be",
                "values?field=service&limit=1001     | bad_parameter | limit must be a whole number from 1 to 1000",
                "values?field=service&limit=0        | bad_parameter | limit must be",
                "values?field=service&field=level    | bad_parameter | field must be given once"
            })
    void whatBreaksARuleIsRefused(String query, String code, String text) throws IOException {
        Answer answer = get(Place.BOTH, query.replace(";", "%3B"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo(code);
        assertThat((String) answer.at("error")).contains(text);
    }
}
