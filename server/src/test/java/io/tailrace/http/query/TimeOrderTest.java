package io.tailrace.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.Rfc3339;
import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages in the order of when entries happened, of a log whose times go to and fro and are often the same, of which the older
 * part is only in the archive, the newer part only in memory, and some in both.
 */
final class TimeOrderTest {

    private static final int COUNT = 2500;
    private static final int HOT = 60;
    private static final long START = 1_800_000_000_000_000L;

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().hotTailBytes(64 << 10).archiveIntervalMillis(600_000));

    /** Leaves out what single tests send besides. */
    private static final String SHARED = "&service=odd,even";

    /** An entry as it was sent. */
    private record Sent(long id, long timestamp, String service, String level) {

        String json() {
            return "{\"service\":\"%s\",\"level\":\"%s\",\"message\":\"n %d\",\"timestamp\":\"%s\"}"
                    .formatted(service, level, id, Rfc3339.format(timestamp));
        }

        String place() {
            return Rfc3339.format(timestamp) + ":" + id;
        }
    }

    private static final Comparator<Sent> IN_TIME =
            Comparator.comparingLong(Sent::timestamp).thenComparingLong(Sent::id);

    private static final List<Sent> SENT = new ArrayList<>();

    private final HttpSocket http = server.connect();

    @BeforeAll
    static void fill() throws IOException {
        Random random = new Random(7);
        for (int id = 1; id <= COUNT; id++) {
            // Mostly onwards, often the same again, sometimes late by much.
            long time = START + id / 7 * 1_000_000L + random.nextInt(3) - (random.nextInt(20) == 0 ? 90_000_000L : 0);
            SENT.add(new Sent(id, time, id % 2 == 0 ? "even" : "odd", random.nextInt(3) == 0 ? "error" : "info"));
        }
        try (HttpSocket http = server.connect()) {
            for (int from = 0; from < COUNT - HOT; from += 20) {
                send(http, SENT.subList(from, from + 20));
            }
            Await.until("much is archived", () -> server.metric("tailrace_archive_entries_total") > COUNT / 2.0);
            send(http, SENT.subList(COUNT - HOT, COUNT));
        }
        assertThat(server.metric("tailrace_archive_lag_entries")).isPositive();
    }

    private static void send(HttpSocket http, List<Sent> entries) throws IOException {
        String lines = entries.stream().map(Sent::json).collect(Collectors.joining("\n"));
        assertThat(http.postLines(lines).status()).isEqualTo(201);
    }

    private static List<Long> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return ((List<?>) answer.at("entries"))
                .stream().map(entry -> (Long) Json.at(entry, "id")).toList();
    }

    private static List<Sent> inOrder(boolean newestFirst) {
        return SENT.stream().sorted(newestFirst ? IN_TIME.reversed() : IN_TIME).toList();
    }

    private List<Long> allPages(String query, boolean newestFirst) throws IOException {
        List<Long> read = new ArrayList<>();
        String page = query;
        while (true) {
            Answer answer = http.get(page);
            read.addAll(ids(answer));
            Object next = answer.at("next");
            if (next.equals(Json.NULL)) {
                return read;
            }
            page = query + (newestFirst ? "&before=" : "&after=") + next;
        }
    }

    private static Stream<Long> seeds() {
        return new Random(11).longs(60).boxed();
    }

    /** What an oracle that sorts all of them in memory says, for random filters, ranges, offsets and sizes of pages. */
    @ParameterizedTest
    @MethodSource("seeds")
    void pagesHoldEveryEntryOnceInOrder(long seed) throws IOException {
        Random random = new Random(seed);
        boolean newestFirst = random.nextBoolean();
        StringBuilder query = new StringBuilder("/api/logs?order=" + (newestFirst ? "time_desc" : "time_asc"));
        query.append("&limit=").append(1 + random.nextInt(random.nextBoolean() ? 1000 : 120));
        Stream<Sent> wanted = inOrder(newestFirst).stream();
        if (random.nextBoolean()) {
            query.append("&service=odd");
            wanted = wanted.filter(entry -> entry.service.equals("odd"));
        } else {
            query.append(SHARED);
        }
        if (random.nextBoolean()) {
            query.append("&q=level:error");
            wanted = wanted.filter(entry -> entry.level.equals("error"));
        }
        if (random.nextBoolean()) {
            long from = START + random.nextInt(100) * 1_000_000L + random.nextInt(3);
            query.append("&from=").append(Rfc3339.format(from));
            wanted = wanted.filter(entry -> entry.timestamp >= from);
        }
        if (random.nextBoolean()) {
            long to = START + (150 + random.nextInt(300)) * 1_000_000L + random.nextInt(3);
            query.append("&to=").append(Rfc3339.format(to));
            wanted = wanted.filter(entry -> entry.timestamp < to);
        }
        List<Long> expected = wanted.map(Sent::id).toList();

        assertThat(allPages(query.toString(), newestFirst)).as("%s", query).isEqualTo(expected);

        int offset = random.nextInt(expected.size() + 10);
        List<Long> rest = expected.subList(Math.min(offset, expected.size()), expected.size());
        List<Long> first = ids(http.get(query + "&offset=" + offset));
        assertThat(first).as("%s from %s on", query, offset).isEqualTo(rest.subList(0, first.size()));
        assertThat(first.isEmpty()).isEqualTo(rest.isEmpty());
    }

    @Test
    void placesOnBothSidesAreAWindow() throws IOException {
        List<Sent> all = inOrder(false);
        String window =
                "&after=" + all.get(500).place() + "&before=" + all.get(505).place();
        List<Long> within = all.subList(501, 505).stream().map(Sent::id).toList();

        assertThat(ids(http.get("/api/logs?order=time_asc" + SHARED + window))).isEqualTo(within);
        assertThat(ids(http.get("/api/logs?order=time_desc" + SHARED + window))).isEqualTo(within.reversed());
    }

    @Test
    void nextIsNullAtTheEndOnly() throws IOException {
        assertThat(http.get("/api/logs?order=time_asc&limit=1000" + SHARED + "&offset=" + (COUNT - 1000))
                        .at("next"))
                .isEqualTo(Json.NULL);
        Answer before = http.get("/api/logs?order=time_asc&limit=1000" + SHARED + "&offset=" + (COUNT - 1001));
        assertThat(before.at("count")).isEqualTo(1000L);
        assertThat(before.at("next")).isEqualTo(inOrder(false).get(COUNT - 2).place());
        for (String nothing : List.of(
                "offset=2500" + SHARED, "offset=999999999999999999", "service=none", "from=9999-01-01T00:00:00Z")) {
            Answer empty = http.get("/api/logs?order=time_desc&" + nothing);
            assertThat(ids(empty)).isEmpty();
            assertThat(empty.at("next")).isEqualTo(Json.NULL);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order=time_desc&before=17 | bad_parameter | before must be what an answer in order of time gave as next",
                "order=time_asc&after=2027-01-15T08:00:00Z | bad_parameter | after must be",
                "order=time_asc&after=2027-01-15T08:00:00.000000Z: | bad_parameter | after must be",
                "order=time_asc&after=2027-01-15T08:00:00.000000Z:x | bad_parameter | after must be",
                "order=time_asc&after=2027-01-15T08:00:00.000000Z:-1 | bad_parameter | after must be",
                "order=time_asc&after=2027-13-15T08:00:00.000000Z:1 | bad_parameter | after must be",
                "order=time_asc&after=2027-01-15T08:00:00.000000Z:1234567890123456789 | bad_parameter | after must be",
                "order=time_asc&after= | bad_parameter | after must be",
                "order=desc&before=2027-01-15T08:00:00.000000Z:1 | bad_parameter | before must be a whole number",
                "before=2027-01-15T08:00:00.000000Z:1 | bad_parameter | before must be a whole number",
                "order=time_asc&after=2027-01-15T08:00:00.000000Z:5&before=2027-01-15T08:00:00.000000Z:5 | bad_range | after must be",
                "order=time | bad_parameter | order must be desc or asc or time_desc or time_asc",
                "order=TIME_ASC | bad_parameter | order must be",
                "order=time_asc&limit=0 | bad_parameter | limit must be",
                "order=time_asc&offset=-1 | bad_parameter | offset must be",
                "order=time_asc&order=asc | bad_parameter | order must be given once",
                "order=time_asc&from=5m&to=15m | bad_range | from must be before to"
            })
    void whatBreaksARuleIsRefused(String query, String code, String text) throws IOException {
        Answer answer = http.get("/api/logs?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo(code);
        assertThat((String) answer.at("error")).contains(text);
    }

    /** A log of its own, to which is added while it is read. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesLateMeanwhileDoublesAndLosesNothing(boolean newestFirst) throws IOException {
        String service = newestFirst ? "down" : "up";
        List<Sent> first = new ArrayList<>();
        for (int n = 0; n < 90; n++) {
            first.add(new Sent(n, START + n / 10, service, "info"));
        }
        send(http, first);
        String query = "/api/logs?limit=7&service=" + service + "&order=" + (newestFirst ? "time_desc" : "time_asc");
        List<Long> read = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        Object next = "";
        while (!next.equals(Json.NULL)) {
            Answer answer = http.get(query + (next.equals("") ? "" : (newestFirst ? "&before=" : "&after=") + next));
            read.addAll(ids(answer));
            ((List<?>) answer.at("entries")).forEach(entry -> messages.add((String) Json.at(entry, "message")));
            next = answer.at("next");
            // Some before all others in time, some behind, some among them.
            for (long late : List.of(START - 5, START + 4, START + 50)) {
                if (read.size() < 90) {
                    send(http, List.of(new Sent(1000, late, service, "info")));
                }
            }
        }
        assertThat(read).doesNotHaveDuplicates();
        List<String> expected = first.stream().map(entry -> "n " + entry.id).toList();
        assertThat(messages.stream().filter(message -> !message.equals("n 1000")))
                .isEqualTo(newestFirst ? expected.reversed() : expected);
    }

    /** More with one time than are held to be passed over: the rest is found by counting. */
    @Test
    void aLongOffsetIsPassedOverAmongEqualTimes() throws IOException {
        String line =
                "{\"service\":\"same\",\"level\":\"info\",\"message\":\"m\",\"timestamp\":\"2027-03-01T00:00:00Z\"}\n";
        long lowest = (Long) http.postLines(line.repeat(12_000)).at("first_id");
        long highest = (Long) http.postLines(line.repeat(13_000)).at("last_id");
        String query = "/api/logs?service=same&limit=3&order=time_";
        for (int offset : new int[] {0, 9_999, 10_000, 10_001, 20_000, 24_997}) {
            assertThat(ids(http.get(query + "asc&offset=" + offset)))
                    .as("%s", offset)
                    .isEqualTo(List.of(lowest + offset, lowest + offset + 1, lowest + offset + 2));
            assertThat(ids(http.get(query + "desc&offset=" + offset)))
                    .as("%s", offset)
                    .isEqualTo(List.of(highest - offset, highest - offset - 1, highest - offset - 2));
        }
        assertThat(ids(http.get(query + "asc&offset=24999"))).isEqualTo(List.of(highest));
        assertThat(ids(http.get(query + "asc&offset=25000"))).isEmpty();
    }

    /** Fewer entries than asked for, as a page is not larger than 8 MiB; the next goes on behind them. */
    @Test
    void aPageOfLargeEntriesEndsEarly() throws IOException {
        String text = "x".repeat(200_000);
        for (int n = 0; n < 60; n++) {
            assertThat(http.post("{\"service\":\"large\",\"level\":\"info\",\"message\":\"%s\",\"timestamp\":%d}"
                                    .formatted(text, 1_900_000_000 - n))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(ids(http.get("/api/logs?service=large&limit=1000"))).hasSizeBetween(30, 50);
        Answer page = http.get("/api/logs?service=large&limit=1000&order=time_asc");
        assertThat(ids(page)).hasSizeBetween(30, 50);
        List<Long> all = new ArrayList<>(ids(page));
        all.addAll(ids(http.get("/api/logs?service=large&limit=1000&order=time_asc&after=" + page.at("next"))));
        assertThat(all).hasSize(60).isSortedAccordingTo(Comparator.reverseOrder());
    }
}
