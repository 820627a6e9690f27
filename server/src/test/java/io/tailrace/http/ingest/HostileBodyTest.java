package io.tailrace.http.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.fault.Faults;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.MutedLog;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small bodies that want much work, and faults while a body is read. */
final class HostileBodyTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    /** Far more than it takes on a busy machine, and far less than reading every line took. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "{\"a\":",
                "{\"a\":{\"a\":[[",
                "\u00ff\u00fe",
                "{\"k\":1,\"k\":2}",
                "[[[[[[[[",
                "\"\\ud800\"",
            })
    void aMillionBadLinesAreCountedAndGivenUp(String line) throws IOException {
        byte[] body = gzip((line + "\n").repeat(1_000_000));
        assertThat(body).hasSizeLessThan(64 << 10);

        long begun = System.nanoTime();
        Answer answer = http.post("/api/logs", "application/x-ndjson", body, "Content-Encoding: gzip");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("invalid_entries");
        assertThat(answer.at("rejected_count")).isEqualTo(1_000_000L);
        assertThat(answer.at("unread_count")).isEqualTo(999_000L);
        assertThat(answer.at("rejected", 99, "index")).isEqualTo(99L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "[[1]]", "{\"k\":1,\"k\":2}", "null"})
    void aMillionBadElementsAreCountedAndGivenUp(String element) throws IOException {
        Answer answer = postMillion(element);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("rejected_count")).isEqualTo(1_000_000L);
        assertThat(answer.at("unread_count")).isEqualTo(999_000L);
    }

    @Test
    void aMillionBadElementsThatAreMoreThanABodyMayBeAreRefusedAsSoon() throws IOException {
        assertThat(postMillion("{\"k\":{\"k\":[{},{}]}}").status()).isEqualTo(413);
    }

    private Answer postMillion(String element) throws IOException {
        StringBuilder body = new StringBuilder("[");
        body.repeat(element + ",", 999_999).append(element).append(']');

        long begun = System.nanoTime();
        Answer answer = http.post("/api/logs", "application/json", gzip(body.toString()), "Content-Encoding: gzip");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        return answer;
    }

    @Test
    void whatIsGoodBeforeABodyIsGivenUpIsKeptAndWhatIsGoodBehindIsNotRead() throws IOException {
        Answer answer = http.postLines((ENTRY + "\n").repeat(3) + "x\n".repeat(1000) + (ENTRY + "\n").repeat(5));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("accepted")).isEqualTo(3L);
        assertThat(answer.at("rejected_count")).isEqualTo(1005L);
        assertThat(answer.at("unread_count")).isEqualTo(5L);
    }

    @Test
    void aBodyWithOneBadLineLessIsReadToItsEnd() throws IOException {
        Answer answer = http.postLines("x\n".repeat(999) + ENTRY + "\n");

        assertThat(answer.at("accepted")).isEqualTo(1L);
        assertThat(answer.at("rejected_count")).isEqualTo(999L);
        assertThat(answer.text()).doesNotContain("unread_count");
    }

    @Test
    void badBodiesDoNotKeepGoodOnesWaiting() throws Exception {
        byte[] bad = gzip("{\"a\":{\"a\":[[\n".repeat(1_000_000));
        try (HttpSocket first = server.connect();
                HttpSocket second = server.connect()) {
            String head = HttpSocket.head(
                            "POST",
                            "/api/logs",
                            "Content-Type: application/x-ndjson",
                            "Content-Encoding: gzip",
                            "Content-Length: " + bad.length)
                    + "\r\n";
            first.say(head).say(bad);
            second.say(head).say(bad);
            long begun = System.nanoTime();
            assertThat(http.postLines((ENTRY + "\n").repeat(1000)).status()).isEqualTo(201);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            assertThat(first.answer().status()).isEqualTo(400);
            assertThat(second.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void aFaultWhileABodyIsReadIsTheServersAndHurtsNobodyElse(@TempDir Path data) throws IOException {
        // No flag allows this bound, at which unpacking breaks.
        try (TestServer broken =
                        TestServer.with().maxBodyBytes(Integer.MAX_VALUE).start(data);
                HttpSocket sender = HttpSocket.open(broken);
                MutedLog _ = MutedLog.of(Faults.class)) {
            for (int i = 1; i <= 3; i++) {
                Answer answer = sender.post("/api/logs", "application/json", gzip(ENTRY), "Content-Encoding: gzip");
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.at("code")).isEqualTo("internal");
                assertThat(broken.metric("tailrace_faults_total")).isEqualTo(i);
                assertThat(sender.post(ENTRY).status()).isEqualTo(201);
            }
            assertThat(broken.metric("tailrace_ingest_buffered_bytes")).isZero();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write(text.getBytes(ISO_8859_1));
        }
        return body.toByteArray();
    }
}
