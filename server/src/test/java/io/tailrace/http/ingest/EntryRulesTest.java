package io.tailrace.http.ingest;

import static io.tailrace.testing.Json.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender may say in one entry, and what becomes of it. */
final class EntryRulesTest {

    private static final String LEVELS = "trace, debug, info, warn, error, fatal";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @Test
    void theStoredEntryIsAnsweredAsItIsOnTheWire() throws IOException {
        Answer answer = http.post("""
                {"span_id":"s1","trace_id":"t1","user_id":7,"context":{"host":"a1"},"tags":["auth","eu"],
                 "message":"Signed in","level":"INFO","service_name":"portal","timestamp":"2026-11-22T10:30:00.123456Z"}
                """);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Location")).isEqualTo("/api/logs/" + answer.at("id"));
        assertThat(answer.text())
                .matches("\\{\"id\":\\d+,\"timestamp\":\"2026-11-22T10:30:00.123456Z\",\"created_at\":\"[^\"]{27}\","
                        + "\"service\":\"portal\",\"level\":\"info\",\"message\":\"Signed in\",\"tags\":\\[\"auth\",\"eu\"\\],"
                        + "\"metadata\":\\{\"host\":\"a1\"\\},\"user_id\":7,\"trace_id\":\"t1\",\"span_id\":\"s1\"\\}");
    }

    @Test
    void anEntryOfTheLeastHasEmptyTagsAndMetadataAndNothingElse() throws IOException {
        Answer answer = http.post(entry(""));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).endsWith("\"message\":\"m\",\"tags\":[],\"metadata\":{}}");
        assertThat(answer.at("timestamp")).isEqualTo(answer.at("created_at"));
        assertThat(Duration.between(Instant.parse((String) answer.at("created_at")), Instant.now()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1));
    }

    @Test
    void theStoredEntryIsWhatReadersGet() throws IOException {
        Answer answer = http.post(entry(",\"tags\":[\"a\"],\"metadata\":{\"b\":[1,null,true]},\"extra\":\"c\""));
        long id = (long) answer.at("id");

        assertThat(server.entriesAfter(id - 1, 1)).containsExactly(answer.text());
    }

    @ParameterizedTest
    @CsvSource({
        "trace, trace", "debug, debug", "info, info", "warn, warn", "error, error", "fatal, fatal",
        "verbose, debug", "notice, info", "information, info", "warning, warn", "err, error", "severe, error",
        "critical, fatal", "crit, fatal", "alert, fatal", "emerg, fatal", "emergency, fatal", "panic, fatal",
        "TRACE, trace", "Warning, warn", "eMeRgEnCy, fatal"
    })
    void aLevelIsTakenInItsManySpellings(String sent, String stored) throws IOException {
        Answer answer = http.post("{\"service\":\"s\",\"message\":\"m\",\"level\":" + quoted(sent) + "}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("level")).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"loud\"", "\"\"", "\" info\"", "\"inf\"", "\"information2\"", "3", "true", "[]", "{}"})
    void anUnknownLevelIsRefusedWithTheList(String level) throws IOException {
        Answer answer = http.post("{\"service\":\"s\",\"message\":\"m\",\"level\":" + level + "}");

        assertRefused(answer, "level", LEVELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"level\":\"info\",\"message\":\"m\"}",
                "{\"level\":\"info\",\"message\":\"m\",\"service\":\"\"}",
                "{\"level\":\"info\",\"message\":\"m\",\"service\":null}"
            })
    void theServiceIsRequired(String entry) throws IOException {
        assertRefused(http.post(entry), "service is required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"service\":\"s\",\"message\":\"m\"}", "{\"service\":\"s\",\"message\":\"m\",\"level\":null}"})
    void theLevelIsRequired(String entry) throws IOException {
        assertRefused(http.post(entry), "level is required", LEVELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"service\":\"s\",\"level\":\"info\"}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":\"\"}",
                "{\"service\":\"s\",\"level\":\"info\",\"message\":null}"
            })
    void theMessageIsRequired(String entry) throws IOException {
        assertRefused(http.post(entry), "message is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "message"})
    void aTextMustBeAString(String field) throws IOException {
        for (String value : new String[] {"1", "true", "[\"x\"]", "{\"a\":1}"}) {
            String others = field.equals("service") ? "\"message\":\"m\"" : "\"service\":\"s\"";
            Answer answer = http.post("{\"level\":\"info\"," + others + ",\"" + field + "\":" + value + "}");
            assertRefused(answer, field + " must be a string");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "😀"})
    void aServiceHasAtMost100Characters(String character) throws IOException {
        String longest = character.repeat(100);

        assertThat(http.post("{\"level\":\"info\",\"message\":\"m\",\"service\":\"" + longest + "\"}")
                        .at("service"))
                .isEqualTo(longest);
        assertRefused(
                http.post("{\"level\":\"info\",\"message\":\"m\",\"service\":\"" + longest + character + "\"}"),
                "service is longer than 100 characters");
    }

    @Test
    void anEntryHasAtMost64Tags() throws IOException {
        assertThat(http.post(entry(",\"tags\":" + tags(64))).at("tags", 63)).isEqualTo("t63");
        assertRefused(http.post(entry(",\"tags\":" + tags(65))), "tags has more than 64 tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "😀"})
    void aTagHasAtMost100Characters(String character) throws IOException {
        String longest = character.repeat(100);

        assertThat(http.post(entry(",\"tags\":[\"" + longest + "\"]")).at("tags", 0))
                .isEqualTo(longest);
        assertRefused(
                http.post(entry(",\"tags\":[\"" + longest + character + "\"]")), "tag longer than 100 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"auth\"", "{}", "1", "true", "[1]", "[null]", "[[\"a\"]]", "[\"a\",{}]"})
    void tagsMustBeAnArrayOfStrings(String tags) throws IOException {
        assertRefused(http.post(entry(",\"tags\":" + tags)), "tags must be an array of strings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace_id", "span_id"})
    void aTraceOrSpanIdHasAtMost64Characters(String field) throws IOException {
        String longest = "é".repeat(64);

        assertThat(http.post(entry(",\"" + field + "\":\"" + longest + "\"")).at(field))
                .isEqualTo(longest);
        assertRefused(
                http.post(entry(",\"" + field + "\":\"" + longest + "a\"")), field + " is longer than 64 characters");
        assertRefused(http.post(entry(",\"" + field + "\":12")), field + " must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0", "-1", "9223372036854775807", "-9223372036854775808"})
    void aUserIdIsAnIntegerOf64Bits(String userId) throws IOException {
        assertThat(http.post(entry(",\"user_id\":" + userId)).text()).endsWith(",\"user_id\":" + userId + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"7\"",
                "1.5",
                "7.0",
                "1e3",
                "true",
                "[7]",
                "9223372036854775808",
                "-9223372036854775809",
                "1000000000000000000000000000000"
            })
    void anyOtherUserIdIsRefused(String userId) throws IOException {
        assertRefused(http.post(entry(",\"user_id\":" + userId)), "user_id must be an integer");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2026-11-22T10:30:00Z\"', 2026-11-22T10:30:00.000000Z",
        "'\"2026-11-22T10:30:00.5Z\"', 2026-11-22T10:30:00.500000Z",
        "'\"2026-11-22T10:30:00.123456789Z\"', 2026-11-22T10:30:00.123456Z",
        "'\"2026-11-22T10:30:00+02:00\"', 2026-11-22T08:30:00.000000Z",
        "'\"2026-11-22T10:30:00-05:30\"', 2026-11-22T16:00:00.000000Z",
        "'\"2026-11-22t10:30:00z\"', 2026-11-22T10:30:00.000000Z",
        "'\"2024-02-29T00:00:00Z\"', 2024-02-29T00:00:00.000000Z",
        "0, 1970-01-01T00:00:00.000000Z",
        "1795343400, 2026-11-22T10:30:00.000000Z",
        "1795343400.25, 2026-11-22T10:30:00.250000Z",
        "1795343400123, 2026-11-22T10:30:00.123000Z",
        "1795343400123456, 2026-11-22T10:30:00.123456Z",
        "1795343400123456789, 2026-11-22T10:30:00.123456Z",
        "1.7953434e9, 2026-11-22T10:30:00.000000Z",
        "-1, 1969-12-31T23:59:59.000000Z"
    })
    void aTimestampIsTextOrANumberOfAnyUnit(String sent, String stored) throws IOException {
        Answer answer = http.post(entry(",\"timestamp\":" + sent));

        assertThat(answer.at("timestamp")).isEqualTo(stored);
        assertThat(answer.at("created_at")).isNotEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"\"",
                "\"2026-11-22T10:30:00\"",
                "\"2026-11-22\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"2026-11-22T25:00:00Z\"",
                "\"2026-11-22T10:30:00.Z\"",
                "\"2026-11-22T10:30:00Z \"",
                "true",
                "[]",
                "{}",
                "1e30",
                "99999999999999999999999999"
            })
    void anyOtherTimestampIsRefused(String timestamp) throws IOException {
        assertRefused(http.post(entry(",\"timestamp\":" + timestamp)), "timestamp must be RFC 3339");
    }

    @Test
    void whatIsNullCountsAsNotGiven() throws IOException {
        Answer answer = http.post(entry(",\"timestamp\":null,\"tags\":null,\"metadata\":null,\"user_id\":null,"
                + "\"trace_id\":null,\"span_id\":null,\"service_name\":null,\"context\":null"));

        assertThat(answer.text()).endsWith("\"message\":\"m\",\"tags\":[],\"metadata\":{}}");
        assertThat(http.post(entry(",\"trace_id\":\"a\",\"trace_id\":null")).at("trace_id"))
                .isEqualTo("a");
    }

    @Test
    void theServersFieldsAreIgnored() throws IOException {
        Answer answer =
                http.post(entry(",\"id\":{\"a\":[1]},\"created_at\":\"2000-01-01T00:00:00Z\",\"id\":\"again\""));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("created_at")).isNotEqualTo("2000-01-01T00:00:00.000000Z");
        assertThat(answer.at("metadata")).isEqualTo(Json.parse("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"b\":[1,\"x\",null]}} | {\"a\":{\"b\":[1,\"x\",null]}}",
                "{ }                            | {}",
                "\"{\\\"a\\\": 1}\"             | {\"a\":1}",
                "\" {\\\"a\\\": 1} \"           | {\"a\":1}",
                "\"{}\"                         | {}",
                "\"text\"                       | {\"value\":\"text\"}",
                "\"{not json}\"                 | {\"value\":\"{not json}\"}",
                "\"{\\\"a\\\":1} {}\"           | {\"value\":\"{\\\"a\\\":1} {}\"}",
                "\"\"                           | {\"value\":\"\"}",
                "[1,2]                          | {\"value\":[1,2]}",
                "5                              | {\"value\":5}",
                "false                          | {\"value\":false}"
            })
    void metadataIsAnObjectOrBecomesOne(String sent, String stored) throws IOException {
        assertThat(http.post(entry(",\"metadata\":" + sent)).at("metadata")).isEqualTo(Json.parse(stored));
        assertThat(http.post(entry(",\"context\":" + sent)).at("metadata")).isEqualTo(Json.parse(stored));
    }

    @Test
    void anyOtherKeyIsKeptInMetadataUnlessMetadataHasIt() throws IOException {
        Answer answer =
                http.post("{\"host\":\"outer\",\"pid\":17,\"nested\":{\"a\":[null]},\"nothing\":null,\"é\":true,"
                        + entry(",\"metadata\":{\"host\":\"inner\"},\"project_slug\":\"p\"")
                                .substring(1));

        assertThat(answer.text())
                .contains("\"metadata\":{\"host\":\"inner\",\"pid\":17,\"nested\":{\"a\":[null]},\"nothing\":null,"
                        + "\"é\":true,\"project_slug\":\"p\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.0",
                "1.10",
                "1e400",
                "1E+2",
                "-12.5e-3",
                "12345678901234567890.12345678901234567890",
                "0.1000000000000000055511151231257827021181583404541015625"
            })
    void numbersAreKeptToTheDigit(String number) throws IOException {
        String sent = "\"metadata\":{\"n\":" + number + ",\"list\":[" + number + "]},\"beside\":" + number;

        assertThat(http.post(entry("," + sent)).text())
                .contains("\"metadata\":{\"n\":" + number + ",\"list\":[" + number + "],\"beside\":" + number + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "context", "beside"})
    void metadataNestsAtMost32Deep(String key) throws IOException {
        int ownDepth = key.equals("beside") ? 1 : 0;
        assertThat(http.post(entry(",\"" + key + "\":" + nested(32 - ownDepth))).status())
                .isEqualTo(201);
        assertRefused(
                http.post(entry(",\"" + key + "\":" + nested(33 - ownDepth))),
                key.equals("beside") ? key : "metadata",
                "nested more than 32 levels deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"message\":\"again\"",
                "\"level\":\"warn\"",
                "\"service\":\"t\"",
                "\"service_name\":\"t\"",
                "\"tags\":[],\"tags\":[]",
                "\"timestamp\":1,\"timestamp\":1",
                "\"user_id\":1,\"user_id\":1",
                "\"trace_id\":\"a\",\"trace_id\":\"a\"",
                "\"span_id\":\"a\",\"span_id\":\"a\"",
                "\"metadata\":{},\"metadata\":{}",
                "\"metadata\":{},\"context\":{}",
                "\"metadata\":{\"a\":1,\"a\":2}",
                "\"metadata\":{\"deep\":[{\"a\":1,\"a\":2}]}",
                "\"metadata\":\"{\\\"a\\\":1,\\\"a\\\":2}\"",
                "\"beside\":1,\"beside\":2",
                "\"beside\":{\"a\":1,\"a\":2}"
            })
    void aKeyThatIsGivenTwiceIsRefused(String fields) throws IOException {
        assertRefused(http.post(entry("," + fields)), "given twice");
    }

    @Test
    void textComesBackAsItWasSent() throws IOException {
        String text = "quote \" backslash \\ slash / tab \t newline \n null \u0000 é 中 😀 \u2028 \ufffd";

        assertThat(http.post("{\"service\":\"s\",\"level\":\"info\",\"message\":" + quoted(text) + "}")
                        .at("message"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'service':'a?','level':'info','message':'m'}                            | service",
                "{'service':'s','level':'info','message':'a?b'}                           | message",
                "{'service':'s','level':'info','message':'m','tags':['t','?']}            | tags",
                "{'service':'s','level':'info','message':'m','trace_id':'?'}              | trace_id",
                "{'service':'s','level':'info','message':'m','span_id':'?'}               | span_id",
                "{'service':'s','level':'info','message':'m','metadata':{'k':['?']}}      | metadata",
                "{'service':'s','level':'info','message':'m','context':'?'}               | metadata",
                "{'service':'s','level':'info','message':'m','extra':'?'}                 | extra",
            })
    void halfOfASurrogatePairIsRefusedInEveryText(String entry, String field) throws IOException {
        for (String half : new String[] {"\\ud800", "\\udfff", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00", "\\uDBFFx"}) {
            String sent = entry.replace('\'', '"').replace("?", half);

            assertRefused(http.post(sent), field, "half of a surrogate pair");
            Answer batch = http.post("[" + entry("") + "," + sent + "," + entry("") + "]");
            assertThat(batch.at("accepted")).isEqualTo(2L);
            assertThat(batch.at("rejected", 0, "index")).isEqualTo(1L);
            assertThat((String) batch.at("rejected", 0, "error")).contains(field, "half of a surrogate pair");
        }
        String whole = entry.replace('\'', '"').replace("?", "\\ud83d\\ude00");
        assertThat(http.post(whole).status()).isEqualTo(201);
        assertThat(http.post(whole).text()).contains("😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'metadata':{'k?':1}", "'metadata':{'k':{'?':1}}", "'ex?tra':1"})
    void halfOfASurrogatePairInAKeyIsNoJson(String more) throws IOException {
        for (String half : new String[] {"\\ud800", "\\udfff", "\\uDBFFx"}) {
            String sent = entry("," + more.replace('\'', '"').replace("?", half));

            assertThat(http.post(sent).status()).isEqualTo(400);
            Answer lines = http.postLines(entry("") + "\n" + sent + "\n" + entry(""));
            assertThat(lines.at("accepted")).isEqualTo(2L);
            assertThat(lines.at("rejected", 0, "index")).isEqualTo(1L);
        }
        String whole = entry("," + more.replace('\'', '"').replace("?", "\\ud83d\\ude00"));
        assertThat(http.post(whole).text()).contains("😀");
    }

    @Test
    void halfOfASurrogatePairInMetadataThatIsSentAsTextIsRefused() throws IOException {
        assertRefused(
                http.post(entry(",\"metadata\":" + quoted("{\"k\":\"\\ud800\"}"))),
                "metadata",
                "half of a surrogate pair");
    }

    @Test
    void halfOfASurrogatePairInTheProjectRefusesTheBody() throws IOException {
        assertRefused(
                http.post("{\"project_slug\":\"\\udc00\",\"logs\":[" + entry("") + "]}"),
                "project_slug",
                "half of a surrogate pair");
    }

    private static String entry(String moreFields) {
        return "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"" + moreFields + "}";
    }

    private static String tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    /** Objects and arrays in turn, this deep in all, around a number. */
    private static String nested(int depth) {
        String value = "1";
        for (int level = 0; level < depth; level++) {
            value = (depth - level) % 2 == 0 ? "[" + value + "]" : "{\"a\":" + value + "}";
        }
        return value;
    }

    private static void assertRefused(Answer answer, String... says) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("invalid_entry");
        assertThat((String) answer.at("error")).contains(says);
    }
}
