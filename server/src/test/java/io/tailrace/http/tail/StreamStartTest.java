package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Json;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a stream begins. The log holds 100 entries, of which each tenth is of the service {@code tenth}. */
@ExtendWith(LeakWatch.class)
final class StreamStartTest {

    private static final int ENTRIES = 100;

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().allowOrigins("https://ops.example.com"));

    private static Instant middle = Instant.EPOCH;

    @BeforeAll
    static void fill() {
        for (int i = 1; i <= ENTRIES; i++) {
            if (i == 51) {
                middle = Instant.now();
            }
            server.sender().send(i % 10 == 0 ? "tenth" : "other", "info", "entry " + i);
        }
    }

    /** What a stream with this query brings until it is level with the head. */
    private static List<Long> idsUpToTheHead(String query) throws IOException {
        try (RawWebSocket client = RawWebSocket.v1(server.webSocket("/ws/logs" + query))) {
            List<Long> ids = new ArrayList<>();
            Map<String, Object> message = client.readJson();
            while (!"heartbeat".equals(message.get("type"))) {
                if (message.get("entries") instanceof List<?> entries) {
                    for (Object entry : entries) {
                        ids.add((Long) ((Map<?, ?>) entry).get("id"));
                    }
                }
                message = client.readJson();
            }
            return ids;
        }
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void withoutAStartAStreamBeginsNow() throws IOException {
        assertThat(idsUpToTheHead("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"last=1,100", "last=7,94", "last=100,1", "last=101,1", "last=999999999999,1"})
    void lastBringsTheNewestOrAllIfThereAreFewer(String query, long first) throws IOException {
        assertThat(idsUpToTheHead("?" + query)).isEqualTo(ids(first, ENTRIES));
    }

    @Test
    void lastOfNothingBeginsNow() throws IOException {
        assertThat(idsUpToTheHead("?last=0")).isEmpty();
    }

    @Test
    void lastCountsWhatMatchesTheFilter() throws IOException {
        assertThat(idsUpToTheHead("?last=3&service=tenth")).containsExactly(80L, 90L, 100L);
        assertThat(idsUpToTheHead("?last=1000&service=tenth")).hasSize(10).startsWith(10L);
        assertThat(idsUpToTheHead("?last=3&service=nobody")).isEmpty();
    }

    @Test
    void sinceADurationBringsWhatIsNotOlder() throws IOException {
        assertThat(idsUpToTheHead("?since=15m")).isEqualTo(ids(1, ENTRIES));
        assertThat(idsUpToTheHead("?since=99999d&service=tenth")).hasSize(10);
        assertThat(idsUpToTheHead("?since=0ms")).isEmpty();
    }

    @Test
    void sinceADurationBeyondAllTimeBringsEverything() throws IOException {
        assertThat(idsUpToTheHead("?since=999999999999d")).isEqualTo(ids(1, ENTRIES));
    }

    @Test
    void sinceATimeBringsWhatWasAppendedThenOrLater() throws IOException {
        assertThat(idsUpToTheHead("?since=" + middle)).isEqualTo(ids(51, ENTRIES));
        assertThat(idsUpToTheHead("?since="
                        + URLEncoder.encode(middle.toString().replace("Z", "+00:00"), StandardCharsets.UTF_8)))
                .isEqualTo(ids(51, ENTRIES));
        assertThat(idsUpToTheHead("?since=1970-01-01T00:00:00Z")).isEqualTo(ids(1, ENTRIES));
        assertThat(idsUpToTheHead("?since=2999-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "57,58", "99,100", "100,101"})
    void afterABareIdBringsEverythingBehindIt(long after, long first) throws IOException {
        assertThat(idsUpToTheHead("?after=" + after)).isEqualTo(ids(first, ENTRIES));
    }

    @Test
    void afterAPositionThatTheServerGaveBringsEverythingBehindIt() throws IOException {
        String epoch;
        try (RawWebSocket client = RawWebSocket.v1(server.webSocket("/ws/logs"))) {
            epoch = String.valueOf(client.readJson().get("epoch"));
        }
        assertThat(idsUpToTheHead("?after=" + epoch + "-42")).isEqualTo(ids(43, ENTRIES));
        assertThat(idsUpToTheHead("?service=tenth&after=" + epoch + "-90")).containsExactly(100L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "999999999", "eother-7", "eother-100"})
    void aPositionOfAnotherLogIsAGapAndThenEverything(String position) throws IOException {
        try (RawWebSocket client = RawWebSocket.v1(server.webSocket("/ws/logs?after=" + position))) {
            assertThat(client.readJson()).containsEntry("type", "hello");
            Map<String, Object> gap = client.readJson();
            assertThat(gap)
                    .containsEntry("type", "gap")
                    .containsEntry("from", 1L)
                    .containsEntry("to", Long.valueOf(position.substring(position.lastIndexOf('-') + 1)))
                    .containsEntry("reason", "reset");
        }
        assertThat(idsUpToTheHead("?after=" + position)).isEqualTo(ids(1, ENTRIES));
    }

    @Test
    void aPositionOfAnotherDataDirectoryIsAGapAndThenEverything(@TempDir Path elsewhere) throws IOException {
        String foreign;
        try (TestServer other = TestServer.start(elsewhere);
                RawWebSocket client = RawWebSocket.v1(other.webSocket("/ws/logs"))) {
            foreign = String.valueOf(client.readUntil("heartbeat").get("next"));
        }
        try (RawWebSocket client = RawWebSocket.v1(server.webSocket("/ws/logs?after=" + foreign))) {
            assertThat(client.readUntil("gap")).containsEntry("reason", "reset");
        }
        assertThat(idsUpToTheHead("?after=" + foreign)).isEqualTo(ids(1, ENTRIES));
    }

    @ParameterizedTest
    @CsvSource({
        "last=-1,bad_start",
        "last=x,bad_start",
        "last=,bad_start",
        "last=1.5,bad_start",
        "last=9999999999999,bad_start",
        "since=,bad_start",
        "since=15,bad_start",
        "since=15y,bad_start",
        "since=-15m,bad_start",
        "since=yesterday,bad_start",
        "since=2026-13-01T00:00:00Z,bad_start",
        "after=,bad_start",
        "after=-1,bad_start",
        "after=x,bad_start",
        "after=e1-,bad_start",
        "after=-5-,bad_start",
        "last=1&after=2,bad_start",
        "last=1&last=2,bad_start",
        "since=1m&last=1,bad_start",
        "level=loud,bad_filter",
        "min_level=all,bad_filter",
        "min_level=info&min_level=warn,bad_filter",
        "user_id=me,bad_filter",
        "user_id=1&user_id=2,bad_filter",
        "colour=red,unknown_key",
        "Service=a,unknown_key",
        "after_=1,unknown_key"
    })
    void aBadStartOrFilterIsRefusedBeforeTheStreamBegins(String query, String code) throws IOException {
        try (RawWebSocket client = RawWebSocket.ask(server.webSocket("/ws/logs?" + query))) {
            assertThat(client.head().status()).isEqualTo(400);
            assertThat(client.refusal()).containsOnlyKeys("error", "code").containsEntry("code", code);
        }
        try (RawStream client = RawStream.ask(server.http("/api/logs/stream?" + query))) {
            assertThat(client.head().status()).isEqualTo(400);
            assertThat(client.refusal()).containsOnlyKeys("error", "code").containsEntry("code", code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"service=", "service=all", "level=all", "level=", "search=", "tags=", "min_level=", "q="})
    void anEmptyFilterKeyFiltersNothing(String query) throws IOException {
        assertThat(idsUpToTheHead("?last=5&" + query)).isEqualTo(ids(96, ENTRIES));
    }

    @Test
    void severalValuesMayBeRepeatedOrHaveCommasBetweenThem() throws IOException {
        assertThat(idsUpToTheHead("?last=2&service=tenth,nobody")).containsExactly(90L, 100L);
        assertThat(idsUpToTheHead("?last=2&service=nobody&service=tenth&level=debug,info"))
                .containsExactly(90L, 100L);
    }

    @Test
    void aPageOfAnotherOriginIsRefusedAndAnAllowedOneIsNot() throws IOException {
        try (RawWebSocket client = RawWebSocket.ask(server.webSocket("/ws/logs"), "Origin: https://evil.example.com")) {
            assertThat(client.head().status()).isEqualTo(403);
            assertThat(client.refusal()).containsEntry("code", "origin_not_allowed");
        }
        for (String origin : List.of("https://ops.example.com", "http://127.0.0.1:" + server.port())) {
            try (RawWebSocket client = RawWebSocket.ask(server.webSocket("/ws/logs"), "Origin: " + origin)) {
                assertThat(client.head().status()).isEqualTo(101);
            }
        }
    }

    @Test
    void aRequestThatIsNoWebSocketIsToldSo() throws IOException {
        try (RawStream client = RawStream.ask(server.http("/ws/logs"))) {
            assertThat(client.head().status()).isEqualTo(426);
            assertThat(client.refusal()).containsEntry("code", "upgrade_required");
        }
    }

    @Test
    void everyStartHoldsForServerSentEventsAndLinesToo() throws IOException {
        for (String query :
                List.of("?last=3", "?after=97", "?since=" + Instant.now().minusSeconds(3600))) {
            try (RawStream events = RawStream.ask(server.http("/api/logs/stream" + query));
                    RawStream lines =
                            RawStream.ask(server.http("/api/logs/stream" + query), "Accept: application/x-ndjson")) {
                String data = events.readEvent().get("data");
                String line = lines.readLine();
                assertThat(data).isEqualTo(line);
                assertThat(Json.object(line).get("id")).isEqualTo(query.startsWith("?since") ? 1L : 98L);
            }
        }
    }
}
