package io.tailrace.http.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How large entries and bodies may be, and what happens to the connection when they are larger. */
final class BodyLimitsTest {

    private static final int MAX_ENTRY = 2000;
    private static final int MAX_BODY = 100_000;
    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(
            TestServer.with().maxEntryBytes(MAX_ENTRY).maxBodyBytes(MAX_BODY).maxBufferedBytes(250_000));

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "\\n"})
    void anEntryIsBoundedInItsStoredForm(String character) throws IOException {
        int around = "\"service\":\"s\",\"level\":\"info\",\"message\":\"\",\"tags\":[],\"metadata\":{}}".length();
        int width = character.getBytes(UTF_8).length;
        String largest = character.repeat((MAX_ENTRY - around) / width);

        assertThat(http.post(entry(largest)).status()).isEqualTo(201);
        Answer answer = http.post(entry(largest + character));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.at("code")).isEqualTo("entry_too_large");
        assertThat((String) answer.at("error")).contains("2000 bytes");
    }

    @Test
    void aHugeEntryOfABatchIsRefusedAlone() throws IOException {
        Answer answer = http.post("[" + ENTRY + "," + entry("x".repeat(MAX_ENTRY)) + "," + ENTRY + "]");

        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("rejected", 0, "index")).isEqualTo(1L);
        assertThat((String) answer.at("rejected", 0, "error")).contains("larger than 2000 bytes");
    }

    @Test
    void aBodyOfTheLimitIsTaken() throws IOException {
        String body = ENTRY + " ".repeat(MAX_BODY - ENTRY.length());

        assertThat(http.post(body).status()).isEqualTo(201);
        assertTooLarge(http.post(body + " "));
        assertThat(http.post(ENTRY).status()).as("the connection is still good").isEqualTo(201);
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeItComes() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Content-Type: application/json", "Content-Length: 4000000000")
                + "\r\n");

        assertTooLarge(http.answer());
    }

    @Test
    void aBodyThatComesInPiecesIsBoundedToo() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Transfer-Encoding: chunked") + "\r\n");
        for (int sent = 0; sent <= MAX_BODY; sent += 1000) {
            http.say(chunk(" ".repeat(1000)));
        }
        http.say("0\r\n\r\n");

        assertTooLarge(http.answer());
        assertThat(http.post(ENTRY).status()).as("the connection is still good").isEqualTo(201);
    }

    @Test
    void aBodyInPiecesOfAnySizeIsPutTogether() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Transfer-Encoding: chunked") + "\r\n");
        for (char c : entry("x".repeat(1500)).toCharArray()) {
            http.say(chunk(String.valueOf(c)));
        }
        http.say("0\r\n\r\n");

        assertThat(http.answer().at("message")).isEqualTo("x".repeat(1500));
    }

    @Test
    void aClientThatGoesOnSendingAfterItWasRefusedIsCutOff() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Transfer-Encoding: chunked") + "\r\n");
        String piece = chunk(" ".repeat(10_000));
        boolean cutOff = false;
        for (int sent = 0; sent < 5000 && !cutOff; sent++) {
            try {
                http.say(piece);
            } catch (IOException closed) {
                cutOff = true;
            }
        }

        assertThat(cutOff).isTrue();
    }

    @Test
    void allBodiesUnderWayAreBoundedTogether() throws IOException {
        String head = HttpSocket.head("POST", "/api/logs", "Content-Length: " + MAX_BODY) + "\r\n";
        String body = ENTRY + " ".repeat(MAX_BODY - ENTRY.length());
        try (HttpSocket first = server.connect();
                HttpSocket second = server.connect()) {
            first.say(head + body.substring(0, MAX_BODY - 1));
            second.say(head + body.substring(0, MAX_BODY - 1));
            awaitBuffered("199998.0");

            Answer refused = http.post(body);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.at("code")).isEqualTo("overloaded");

            assertThat(first.say(" ").answer().status()).isEqualTo(201);
            assertThat(http.post(body).status()).isEqualTo(201);
            assertThat(second.say(" ").answer().status()).isEqualTo(201);
        }
        awaitBuffered("0");
    }

    @Test
    void aClientThatIsGoneLeavesNothingBehind() throws IOException {
        try (HttpSocket gone = server.connect()) {
            gone.say(HttpSocket.head("POST", "/api/logs", "Content-Length: " + MAX_BODY) + "\r\n" + ENTRY
                    + " ".repeat(MAX_BODY - ENTRY.length() - 1));
            awaitBuffered("99999.0");
        }

        awaitBuffered("0");
    }

    @Test
    void aBodyThatIsOnlyAnnouncedTakesLittle() throws IOException {
        String head = HttpSocket.head("POST", "/api/logs", "Content-Length: " + MAX_BODY) + "\r\n";
        try (HttpSocket first = server.connect();
                HttpSocket second = server.connect();
                HttpSocket third = server.connect()) {
            first.say(head + ENTRY);
            second.say(head + ENTRY);
            third.say(head + ENTRY);
            awaitBuffered(3 * ENTRY.length() + ".0");

            assertThat(http.post(ENTRY).status()).isEqualTo(201);
        }
        awaitBuffered("0");
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp(@TempDir Path data) throws IOException {
        try (TestServer impatient = TestServer.with().liveness(100, 100).start(data);
                HttpSocket silent = HttpSocket.open(impatient)) {
            silent.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 100") + "\r\n" + ENTRY);

            Answer answer = silent.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.at("code")).isEqualTo("body_timeout");
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyThatIsWaitedForIsAskedFor() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Expect: 100-continue", "Content-Length: " + ENTRY.length())
                + "\r\n");

        assertThat(http.answer().status()).isEqualTo(100);
        assertThat(http.say(ENTRY).answer().status()).isEqualTo(201);
        assertThat(http.post(ENTRY).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"413, 100001, application/json", "415, 10, text/plain"})
    void aBodyThatWillBeRefusedIsNotAskedFor(int status, String length, String type) throws IOException {
        String[] headers = {"Expect: 100-continue", "Content-Length: " + length, "Content-Type: " + type};
        http.say(HttpSocket.head("POST", "/api/logs", headers) + "\r\n");

        assertThat(http.answer().status()).isEqualTo(status);
        assertThat(http.isClosedByServer()).as("as the body may come or not").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1 2", "99999999999999999999"})
    void aLengthThatIsNoneIsABadRequest(String length) throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Content-Length: " + length) + "\r\n");

        Answer answer = http.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("invalid_request");
    }

    /** Waits until so many bytes of bodies are under way, as they begin. */
    private static void awaitBuffered(String bytes) throws IOException {
        String expected = "tailrace_ingest_buffered_bytes " + bytes;
        Await.until(expected, () -> {
            try (HttpSocket asking = server.connect()) {
                return asking.get("/metrics").text().lines().anyMatch(line -> line.startsWith(expected));
            }
        });
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String entry(String message) {
        return ENTRY.replace("\"m\"", "\"" + message + "\"");
    }

    private static void assertTooLarge(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.at("code")).isEqualTo("body_too_large");
    }
}
