package io.tailrace.http.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes that a body may have, and what is answered to each. */
final class BodyShapesTest {

    private static final String GOOD = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"good\"}";
    private static final String BAD = "{\"service\":\"s\",\"message\":\"bad\"}";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @ValueSource(strings = {"/api/logs", "/api/v1/logs", "/api/logs/batch", "/api/v1/logs/batch"})
    void everyPathTakesEveryShape(String path) throws IOException {
        assertThat(post(path, "application/json", GOOD).at("message")).isEqualTo("good");
        assertAccepted(post(path, "application/json", "[" + GOOD + "]"), 1);
        assertAccepted(post(path, "application/x-ndjson", GOOD), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON ;charset=UTF-8",
                "application/json;"
            })
    void jsonIsToldByItsMediaType(String type) throws IOException {
        assertThat(post("/api/logs", type, GOOD).status()).isEqualTo(201);
    }

    @Test
    void aBodyWithoutMediaTypeIsJson() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Content-Length: " + GOOD.length()) + "\r\n" + GOOD);

        assertThat(http.answer().at("message")).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/jsonl",
                "application/stream+json",
                "application/x-ndjson; charset=utf-8",
                "APPLICATION/X-NDJSON"
            })
    void linesAreToldByTheirMediaType(String type) throws IOException {
        assertAccepted(post("/api/logs", type, GOOD + "\n" + GOOD), 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "json",
                "application/xml",
                "*/*"
            })
    void anyOtherMediaTypeIsRefused(String type) throws IOException {
        Answer answer = post("/api/logs", type, GOOD);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.at("code")).isEqualTo("unsupported_media_type");
        assertThat((String) answer.at("error")).contains("application/json", "application/x-ndjson");
        assertThat(http.post(GOOD).status()).as("the connection is still good").isEqualTo(201);
    }

    @Test
    void anArrayIsNumberedInItsOrder() throws IOException {
        Answer answer = http.post("[%s,%s,%s]".formatted(entry("first"), entry("second"), entry("third")));

        assertAccepted(answer, 3);
        assertThat(answer.header("Location")).isNull();
        assertThat(messages(answer)).containsExactly("first", "second", "third");
    }

    @Test
    void anEnvelopeHoldsAnArray() throws IOException {
        assertAccepted(http.post("{\"logs\":[" + GOOD + "," + GOOD + "]}"), 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"project_slug\":\"shop\",\"logs\":[%s]}",
                "{\"logs\":[%s],\"project_slug\":\"shop\"}",
                "{\"sent_by\":{\"logs\":[1]},\"project_slug\":\"shop\",\"logs\":[%s],\"count\":1}"
            })
    void theProjectOfAnEnvelopeIsKeptWithEachEntry(String envelope) throws IOException {
        Answer answer = http.post(envelope.formatted(GOOD));

        assertAccepted(answer, 1);
        assertThat(Json.at(stored(answer).getFirst(), "metadata")).isEqualTo(Json.parse("{\"project\":\"shop\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"metadata\":{\"project\":\"own\"}", "\"project\":\"own\""})
    void anEntrysOwnProjectComesFirst(String own) throws IOException {
        Answer answer = http.post("{\"project_slug\":\"shop\",\"logs\":[{%s,%s]}".formatted(own, GOOD.substring(1)));

        assertThat(Json.at(stored(answer).getFirst(), "metadata")).isEqualTo(Json.parse("{\"project\":\"own\"}"));
    }

    @Test
    void theProjectOfOneBodyIsNotThatOfTheNext() throws IOException {
        http.post("{\"project_slug\":\"shop\",\"logs\":[" + GOOD + "]}");

        assertThat(http.post(GOOD).at("metadata")).isEqualTo(Json.parse("{}"));
        assertThat(http.post("{\"project_slug\":null,\"logs\":[" + GOOD + "]}").status())
                .isEqualTo(201);
    }

    @Test
    void aProjectHasAtMost100Characters() throws IOException {
        String envelope = "{\"project_slug\":\"%s\",\"logs\":[" + GOOD + "]}";

        assertAccepted(http.post(envelope.formatted("é".repeat(100))), 1);
        assertThat((String) assertBad(http.post(envelope.formatted("é".repeat(101))))
                        .at("error"))
                .contains("longer than 100 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "true", "[\"shop\"]", "{}"})
    void aProjectThatIsNoTextIsRefused(String project) throws IOException {
        assertThat((String) assertBad(http.post("{\"project_slug\":" + project + ",\"logs\":[" + GOOD + "]}"))
                        .at("error"))
                .contains("project_slug must be a string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"logs\":[%1$s],\"logs\":[%1$s]}",
                "{\"logs\":5,\"logs\":[%s]}",
                "{\"logs\":[%s],\"logs\":null}",
                "{\"logs\":{\"a\":[1]},\"logs\":[%s]}"
            })
    void anEnvelopeThatSaysLogsTwiceIsRefused(String envelope) throws IOException {
        assertBad(http.post(envelope.formatted(GOOD)));
    }

    @Test
    void anEntryMayHaveAKeyCalledLogs() throws IOException {
        assertThat(http.post("{\"logs\":[1],%s".formatted(GOOD.substring(1))).at("metadata"))
                .isEqualTo(Json.parse("{\"logs\":[1]}"));
    }

    @Test
    void logsThatAreNoArrayAreNoEnvelope() throws IOException {
        assertBad(http.post("{\"logs\":" + GOOD + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"logs\":[]}", " [ ] "})
    void aBodyWithoutEntriesIsRefused(String body) throws IOException {
        assertThat(assertBad(http.post(body)).at("code")).isEqualTo("empty_body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n "})
    void anEmptyBodyIsRefusedInEveryShape(String body) throws IOException {
        assertThat(assertBad(http.post(body)).at("code")).isEqualTo("empty_body");
        assertThat(assertBad(http.postLines(body)).at("code")).isEqualTo("empty_body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"text\"", "true", "null"})
    void aBodyThatIsNeitherEntryNorArrayIsRefused(String body) throws IOException {
        assertThat((String) assertBad(http.post(body)).at("error")).contains("an entry", "array");
    }

    @Test
    void linesMayEndInAnyWayAndBeEmpty() throws IOException {
        Answer answer =
                http.postLines("\n\r\n" + entry("one") + "\r\n  \t\n" + " " + entry("two") + " \n\n" + entry("three"));

        assertAccepted(answer, 3);
        assertThat(messages(answer)).containsExactly("one", "two", "three");
    }

    @Test
    void oneLineIsABatchToo() throws IOException {
        Answer answer = http.postLines(GOOD + "\n");

        assertAccepted(answer, 1);
        assertThat(answer.at("first_id")).isEqualTo(answer.at("last_id"));
    }

    @Test
    void theGoodEntriesOfAnArrayAreKeptAndTheBadOnesAreNamed() throws IOException {
        Answer answer =
                http.post("[" + BAD + "," + entry("one") + ",5,null,\"x\",[" + GOOD + "]," + entry("two") + "]");

        assertAccepted(answer, 2);
        assertThat(messages(answer)).containsExactly("one", "two");
        assertThat(answer.at("rejected_count")).isEqualTo(5L);
        assertThat(indexes(answer)).containsExactly(0L, 2L, 3L, 4L, 5L);
        assertThat((String) answer.at("rejected", 0, "error")).contains("level is required");
        assertThat((String) answer.at("rejected", 1, "error")).contains("must be a JSON object");
    }

    @Test
    void theGoodLinesAreKeptAndTheBadOnesAreNamed() throws IOException {
        Answer answer = http.postLines(String.join(
                "\n",
                "",
                BAD,
                entry("one"),
                "",
                "not json",
                "{\"a\":",
                entry("two"),
                GOOD + GOOD,
                "5",
                "]",
                entry("three")));

        assertAccepted(answer, 3);
        assertThat(messages(answer)).containsExactly("one", "two", "three");
        assertThat(answer.at("rejected_count")).isEqualTo(6L);
        assertThat(indexes(answer)).as("empty lines do not count").containsExactly(0L, 2L, 3L, 5L, 6L, 7L);
    }

    @Test
    void anEntryThatGoesOnBehindItsLineIsRefusedAndTheNextLineIsRead() throws IOException {
        String[] beginnings = {
            "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"metadata\":",
            "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\",\"tags\":[",
            "{\"level\":5,\"x\":[",
            "{\"service\":\"s\",\"message\":\"open",
            "{",
            "[",
            "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}," + BAD
        };
        for (String beginning : beginnings) {
            Answer answer = http.postLines(
                    entry("before") + "\n" + beginning + "\n" + entry("after") + "\n" + entry("last") + "\n]}");

            assertThat(indexes(answer)).as(beginning).containsExactly(1L, 4L);
            assertThat(messages(answer)).as(beginning).containsExactly("before", "after", "last");
        }
    }

    @Test
    void atMost100BadEntriesAreListedAndAllAreCounted() throws IOException {
        Answer answer = http.postLines((BAD + "\n").repeat(100) + GOOD + "\n" + (BAD + "\n").repeat(50));

        assertAccepted(answer, 1);
        assertThat(answer.at("rejected_count")).isEqualTo(150L);
        assertThat(indexes(answer)).hasSize(100).endsWith(99L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%1$s,%1$s]", "{\"logs\":[%1$s,%1$s]}", "%1$s\n%1$s"})
    void ifAllAreBadNothingIsKept(String shape) throws IOException {
        String type = shape.startsWith("%") ? "application/x-ndjson" : "application/json";
        Answer answer = assertBad(post("/api/logs", type, shape.formatted(BAD)));

        assertThat(answer.at("code")).isEqualTo("invalid_entries");
        assertThat((String) answer.at("error")).contains("level is required");
        assertThat(answer.at("rejected_count")).isEqualTo(2L);
        assertThat(indexes(answer)).containsExactly(0L, 1L);
    }

    @Test
    void idsGoOnWithoutAHoleAfterBadEntries() throws IOException {
        long before = (long) http.post(GOOD).at("id");
        http.post(BAD);
        http.post("[" + BAD + "]");
        Answer batch = http.post("[" + BAD + "," + GOOD + "," + BAD + "," + GOOD + "]");

        assertThat(batch.at("first_id")).isEqualTo(before + 1);
        assertThat(batch.at("last_id")).isEqualTo(before + 2);
        assertThat(http.post(GOOD).at("id")).isEqualTo(before + 3);
    }

    private Answer post(String path, String type, String body) throws IOException {
        return http.post(path, type, body.getBytes(UTF_8));
    }

    private static String entry(String message) {
        return GOOD.replace("good", message);
    }

    private static void assertAccepted(Answer answer, long count) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.at("accepted")).isEqualTo(count);
        assertThat((long) answer.at("last_id") - (long) answer.at("first_id")).isEqualTo(count - 1);
    }

    private static Answer assertBad(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat((String) answer.at("code")).matches("[a-z_]+");
        assertThat((String) answer.at("error")).isNotEmpty();
        return answer;
    }

    /** The entries that a batch stored, as readers see them. */
    private static List<Object> stored(Answer batch) throws IOException {
        long first = (long) batch.at("first_id");
        return server.entriesAfter(first - 1, (int) ((long) batch.at("last_id") - first + 1)).stream()
                .map(Json::parse)
                .toList();
    }

    private static List<Object> messages(Answer batch) throws IOException {
        return stored(batch).stream().map(entry -> Json.at(entry, "message")).toList();
    }

    private static List<Object> indexes(Answer batch) {
        return ((List<?>) batch.at("rejected"))
                .stream().map(each -> Json.at(each, "index")).toList();
    }
}
