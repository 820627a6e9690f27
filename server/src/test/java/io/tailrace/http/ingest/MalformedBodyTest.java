package io.tailrace.http.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are broken below the level of entries: bad JSON, bad UTF-8, and those that are made to do harm. */
final class MalformedBodyTest {

    private static final String GOOD =
            "{\"service\":\"portal\",\"level\":\"info\",\"message\":\"Signed in\",\"tags\":[\"a\"],\"metadata\":{\"n\":1.5}}";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\"                    | ends",
                "{\"a\":                   | ends",
                "{\"a\":1                  | ends",
                "{\"a\":\"x                | ends",
                "[                         | ends",
                "[%s,                      | column",
                "{\"logs\":[%s]            | ends",
                "{a:1}                     | line 1, column 2",
                "{'a':1}                   | line 1, column 2",
                "{\"a\":1,}                | line 1, column 8",
                "{\"a\" 1}                 | line 1, column 6",
                "[%s %s]                   | column",
                "{\"a\":01}                | column",
                "{\"a\":NaN}               | column",
                "{\"a\":+1}                | column",
                "{\"a\":.5}                | column",
                "{\"a\":\"\\x\"}           | column",
                "{\"a\":\"\\u12\"}         | column",
                "{\"a\":\"tab\there\"}     | column",
                "// comment                | column",
                "{\"a\":1}]                | column",
                "hello                     | column",
                "%s %s                     | more behind"
            })
    void whatIsNotJsonIsRefusedWithThePlace(String body, String says) throws IOException {
        Answer answer = http.post(body.replace("%s", GOOD));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("invalid_json");
        assertThat((String) answer.at("error")).contains(says);
        assertForPeople(answer.text());
    }

    @Test
    void brokenJsonInAnArrayKeepsNothingOfIt() throws IOException {
        long before = (long) http.post(GOOD).at("id");

        assertThat(http.post("[" + GOOD + "," + GOOD + ",}]").status()).isEqualTo(400);
        assertThat(http.post(GOOD).at("id")).isEqualTo(before + 1);
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        assertThat(http.post("\ufeff" + GOOD).status()).isEqualTo(201);

        Answer lines = http.postLines("\ufeff" + GOOD + "\n" + GOOD + "\n");
        assertThat(lines.at("accepted")).as(lines.text()).isEqualTo(2L);
    }

    @Test
    void onlyUtf8IsRead() throws IOException {
        for (byte[] body : List.of(GOOD.getBytes(UTF_16LE), GOOD.getBytes(UTF_16BE))) {
            assertThat(http.post("/api/logs", "application/json", body).status())
                    .isEqualTo(400);
            assertThat(http.post("/api/logs", "application/x-ndjson", body).status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c0af", "e080af", "eda080", "f4908080", "80", "f0288cbc", "e28c"})
    void invalidUtf8CostsTheBodyButOnlyItsLine(String bytes) throws IOException {
        byte[] entry = withMessage(bytes);

        Answer json = http.post("/api/logs", "application/json", entry);
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.at("code")).isEqualTo("invalid_utf8");

        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes((GOOD + "\n").getBytes(UTF_8));
        lines.writeBytes(entry);
        lines.writeBytes(("\n" + GOOD + "\n").getBytes(UTF_8));
        Answer answer = http.post("/api/logs", "application/x-ndjson", lines.toByteArray());
        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("rejected", 0, "index")).isEqualTo(1L);
        assertThat((String) answer.at("rejected", 0, "error")).contains("UTF-8");
    }

    @Test
    void invalidUtf8InAKeyIsRefusedToo() throws IOException {
        byte[] entry = GOOD.replace("\"tags\"", "\"t?gs\"").getBytes(UTF_8);
        for (int i = 0; i < entry.length; i++) {
            entry[i] = entry[i] == '?' ? (byte) 0xC3 : entry[i];
        }

        assertThat(http.post("/api/logs", "application/json", entry).at("code")).isEqualTo("invalid_utf8");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 999, 1001, 100_000})
    void nestingOfAnyDepthIsAnswered(int depth) throws IOException {
        for (String deep :
                List.of("[".repeat(depth) + "]".repeat(depth), "{\"a\":".repeat(depth) + "1" + "}".repeat(depth))) {
            String entry = GOOD.replace("{\"n\":1.5}", deep);
            Answer one = http.post(entry);
            assertThat(one.status()).as(one.text()).isEqualTo(400);
            assertThat((String) one.at("error")).contains("deep");
            assertForPeople(one.text());

            Answer lines = http.postLines(GOOD + "\n" + entry + "\n" + GOOD);
            assertThat(lines.at("accepted")).as(lines.text()).isEqualTo(2L);
            assertThat(lines.at("rejected", 0, "index")).isEqualTo(1L);
            assertForPeople(lines.text());
        }
    }

    @Test
    void nestingThatNeverEndsIsAnswered() throws IOException {
        for (String open : List.of("[", "{\"a\":", "{\"logs\":[", "[{\"metadata\":")) {
            Answer answer = http.post(open.repeat(100_000));

            assertThat(answer.status()).isEqualTo(400);
            assertForPeople(answer.text());
        }
    }

    /** Looking through all keys for each key would take minutes. */
    @Test
    void anEntryOfManyKeysTakesNoLongerThanItsSizeExplains() throws IOException {
        String keys =
                IntStream.range(0, 200_000).mapToObj(i -> ",\"k" + i + "\":1").collect(Collectors.joining());
        String entry = GOOD.substring(0, GOOD.length() - 1) + keys + "}";

        assertThat(http.post(entry).status()).isEqualTo(413);
    }

    /** Reading to the end of the body from each of these lines would take minutes. */
    @Test
    void linesThatNeverEndTakeNoLongerThanTheirSizeExplains() throws IOException {
        String lines = "{\"level\":5,\"x\":[\n".repeat(900) + "0,".repeat(1_500_000);

        assertThat(http.postLines(lines).status()).isEqualTo(400);
    }

    @Test
    void noBodyHoweverBrokenIsAnsweredWithAFault() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 400; round++) {
            byte[] body = ("[" + GOOD + ",{\"logs\":[" + GOOD + "]," + GOOD.substring(1) + "]").getBytes(UTF_8);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                byte[] by = "{}[]\",:\\0e-tn \n\u0000".getBytes(UTF_8);
                body[random.nextInt(body.length)] = by[random.nextInt(by.length)];
            }
            String type = random.nextBoolean() ? "application/json" : "application/x-ndjson";

            Answer answer = http.post("/api/logs", type, body);

            assertThat(answer.status()).as(new String(body, UTF_8)).isIn(201, 400);
            assertForPeople(answer.text());
        }
    }

    /** An error says nothing of the program that it comes from. */
    private static void assertForPeople(String answer) {
        assertThat(answer)
                .doesNotContainPattern("[a-z]\\.[a-z]+\\.[A-Z]")
                .doesNotContain("Exception", "StreamRead", "Source:", "JsonFactory", "\\tat");
        Json.parse(answer);
    }

    private static byte[] withMessage(String hex) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes("{\"service\":\"s\",\"level\":\"info\",\"message\":\"".getBytes(UTF_8));
        entry.writeBytes(java.util.HexFormat.of().parseHex(hex));
        entry.writeBytes("\"}".getBytes(UTF_8));
        return entry.toByteArray();
    }
}
