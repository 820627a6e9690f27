package io.tailrace.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedConnection;
import io.tailrace.cli.ScriptedServer;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SendCommandTest {

    /** A hundred and one letters. */
    private static final String TOO_LONG =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    @Test
    void linesOfStdinBecomeEntriesOfOneRequest() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            CommandRun run = CommandRun.reading(
                    "ERROR no\n\n{\"service\":\"x\",\"level\":\"warn\",\"message\":\"m\"}\n",
                    "send",
                    "--service",
                    "shop",
                    "--tag",
                    "a,b",
                    "--url",
                    server.url());

            assertThat(run.exitCode()).isZero();
            ScriptedConnection request = server.awaitRequest();
            assertThat(request.target()).isEqualTo("/api/logs");
            assertThat(request.header("content-type")).isEqualTo("application/x-ndjson");
            assertThat(request.body()).isEqualTo("""
                    {"service":"shop","level":"error","tags":["a","b"],"message":"ERROR no"}
                    {"tags":["a","b"],"service":"x","level":"warn","message":"m"}
                    """);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("tailrace send: 2 entries stored").hasLineCount(1);
        }
    }

    @Test
    void filesAreSentInTheirOrderAlsoWhenCompressed(@TempDir Path directory) throws Exception {
        Path plain = Files.writeString(directory.resolve("a.log"), "one\ntwo");
        Path zipped = directory.resolve("b.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("three\n".getBytes(UTF_8));
        }
        try (ScriptedServer server = ScriptedServer.playing()) {
            CommandRun run = CommandRun.reading(
                    "four\n",
                    "send",
                    "--service",
                    "s",
                    "--url",
                    server.url(),
                    plain.toString(),
                    zipped.toString(),
                    "-");

            assertThat(run.exitCode()).isZero();
            assertThat(messages(server, 3)).isEqualTo("one two three four ");
        }
    }

    @Test
    void aFileThatIsNotThereStopsBeforeAnythingIsSent(@TempDir Path directory) throws Exception {
        Path there = Files.writeString(directory.resolve("a.log"), "one\n");
        CommandRun run = CommandRun.start(
                "send",
                "--service",
                "s",
                there.toString(),
                directory.resolve("b.log").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("tailrace send: there is no file ").hasLineCount(1);
    }

    @Test
    void plainLinesNeedAService() throws Exception {
        CommandRun run = CommandRun.reading("hello\n", "send");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("line 1 of stdin is not a JSON object", "--service");
    }

    @Test
    void aLineOfAPipeArrivesWhileThePipeStaysOpen() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing();
                PipedOutputStream pipe = new PipedOutputStream()) {
            CommandRun run = CommandRun.start(
                    new PipedInputStream(pipe), Map.of(), "send", "--service", "s", "--url", server.url());
            pipe.write("first\n".getBytes(UTF_8));
            pipe.flush();
            assertThat(server.awaitRequest().body()).contains("first");
            pipe.write("second\nhalf a li".getBytes(UTF_8));
            pipe.flush();
            assertThat(server.awaitRequest().body()).contains("second").doesNotContain("half");
            assertThat(run.isRunning()).isTrue();
        }
    }

    @Test
    void ctrlCSendsWhatWasReadAndEndsInPeace() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing();
                PipedOutputStream pipe = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(pipe)) {
            CommandRun run =
                    CommandRun.start(in, Map.of(), "send", "--service", "s", "--linger", "1d", "--url", server.url());
            pipe.write("read before Ctrl-C\n".getBytes(UTF_8));
            pipe.flush();
            while (in.available() > 0) {
                Thread.onSpinWait();
            }
            run.interrupt();

            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void overloadFaultsAndCutsAreOutlivedWithoutLoss() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                ScriptedConnection::cut,
                request -> request.answer(503, "{\"error\":\"replaying\",\"code\":\"not_ready\"}"),
                request ->
                        request.answer(429, "{\"error\":\"queue is full\",\"code\":\"overloaded\"}", "Retry-After: 1"),
                ScriptedConnection::accept)) {
            long began = System.nanoTime();
            CommandRun run = CommandRun.reading("one\n", "send", "--service", "s", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            String first = server.awaitRequest().body();
            for (int attempt = 2; attempt <= 4; attempt++) {
                assertThat(server.awaitRequest().body()).isEqualTo(first);
            }
            assertThat(run.err()).contains("cannot reach " + server.url(), "sending again", "1 entries stored");
            assertThat(run.err()).hasLineCount(3);
        }
    }

    @Test
    void maxRetryTimeEndsTheTrying() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::accept, ScriptedConnection::cut)) {
            CommandRun run = CommandRun.reading(
                    "one\ntwo\n",
                    "send",
                    "--service",
                    "s",
                    "--request-entries",
                    "1",
                    "--max-retry-time",
                    "300ms",
                    "--url",
                    server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("gave up on " + server.url(), "the connection was cut", "has everything up to line 1");
        }
    }

    @Test
    void refusedEntriesAreNamedByLineAndRule() throws Exception {
        ScriptedServer.Script refusing = request -> request.answer(
                201,
                "{\"accepted\":1,\"first_id\":1,\"last_id\":1,\"rejected_count\":3,\"rejected\":["
                        + "{\"index\":1,\"error\":\"level is required\"},{\"index\":2,\"error\":\"message is required\"}]}");
        String lines = "{\"n\":1}\n\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n";
        try (ScriptedServer server = ScriptedServer.playing(refusing)) {
            CommandRun run = CommandRun.reading(lines, "send", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("line 3: level is required", "line 4: message is required", "and 1 more up to line 5")
                    .contains("1 entries stored", "3 refused");
        }
        try (ScriptedServer server = ScriptedServer.playing(refusing)) {
            assertThat(CommandRun.reading(lines, "send", "--lenient", "--url", server.url())
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void aBatchOfWhichNothingIsTakenIsReportedAndTheNextIsSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                request -> request.answer(
                        400,
                        "{\"error\":\"no entry was accepted\",\"code\":\"invalid\",\"rejected_count\":1,"
                                + "\"rejected\":[{\"index\":0,\"error\":\"message is required\"}]}"),
                request -> request.answer(400, "{\"error\":\"service is required\",\"code\":\"invalid\"}"),
                ScriptedConnection::accept)) {
            CommandRun run =
                    CommandRun.reading("{}\n{}\n{}\n", "send", "--request-entries", "1", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("line 1: message is required", "line 2: service is required", "1 entries stored");
        }
    }

    @Test
    void aRequestThatIsTooLargeIsSentInParts() throws Exception {
        ScriptedServer.Script atMostTwo = request -> {
            if (request.body().lines().count() > 2 || request.body().contains("huge")) {
                request.answer(413, "{\"error\":\"the body is too large\",\"code\":\"too_large\"}");
            } else {
                request.accept();
            }
        };
        try (ScriptedServer server = ScriptedServer.playing(atMostTwo)) {
            CommandRun run =
                    CommandRun.reading("one\ntwo\nhuge\nfour\nfive\n", "send", "--service", "s", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("line 3: the body is too large", "4 entries stored", "1 refused");
        }
    }

    @Test
    void aLineThatIsTooLongIsReportedAndTheOthersAreSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            CommandRun run = CommandRun.reading(
                    "x".repeat(300_000) + "\n" + "\"".repeat(200_000) + "\nshort\n",
                    "send",
                    "--service",
                    "s",
                    "--url",
                    server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("line 1: longer than", "line 2: longer than", "1 entries stored");
            assertThat(server.awaitRequest().body()).contains("short");
        }
    }

    @Test
    void aRefusalForGoodIsToldInTheServersWords() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                request -> request.answer(403, "{\"error\":\"not yours\",\"code\":\"forbidden\"}"))) {
            CommandRun run = CommandRun.reading("one\n", "send", "--service", "s", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("refused: not yours; nothing was stored");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 302, 400, 401, 403, 404, 408, 425, 502})
    void whatAProxySaysInTheServersPlaceIsNoRefusal(int status) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                request -> request.answer(status, "<html>not now</html>", "Content-Type: text/html"),
                ScriptedConnection::accept)) {
            CommandRun run = CommandRun.reading("one\n", "send", "--service", "s", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            String first = server.awaitRequest().body();
            assertThat(server.awaitRequest().body()).isEqualTo(first);
            assertThat(run.err())
                    .contains("HTTP status " + status + ", and not in Tailrace's words", "sending again")
                    .contains("1 entries stored")
                    .doesNotContain("html");
        }
    }

    @Test
    void whatNeverBecomesTailraceIsGivenUpInPlainWords() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(request -> request.answer(200, "{\"accepted\":true}"))) {
            CommandRun run = CommandRun.reading(
                    "one\n", "send", "--service", "s", "--max-retry-time", "300ms", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("gave up on " + server.url(), "not in Tailrace's words", "nothing was stored");
        }
    }

    @Test
    void ctrlCInTheMiddleOfAFileSaysWhatWasNotSent(@TempDir Path directory) throws Exception {
        Path first = Files.writeString(directory.resolve("a.log"), "one\ntwo\n".repeat(1000));
        Path second = Files.writeString(directory.resolve("b.log"), "three\n");
        CountDownLatch held = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.playing(
                ScriptedConnection::accept,
                request -> {
                    ScriptedConnection.await(held);
                    request.accept();
                },
                ScriptedConnection::accept)) {
            CommandRun run = CommandRun.start(
                    "send",
                    "--service",
                    "s",
                    "--request-entries",
                    "100",
                    "--url",
                    server.url(),
                    first.toString(),
                    second.toString());
            server.awaitRequest();
            server.awaitRequest();
            run.interrupt();
            held.countDown();

            assertThat(run.exitCode()).isEqualTo(130);
            Matcher words = Pattern.compile(
                            "stopped; not sent: (.*) from line (\\d+) on, (.*); the server has everything up to (.*):(\\d+)")
                    .matcher(run.err());
            assertThat(words.find()).as(run.err()).isTrue();
            assertThat(words.group(1)).isEqualTo(first.toString());
            assertThat(words.group(3)).isEqualTo(second.toString());
            assertThat(Integer.parseInt(words.group(2))).isEqualTo(Integer.parseInt(words.group(5)) + 1);
            assertThat(run.err()).contains(words.group(5) + " entries stored");
        }
    }

    @Test
    void ctrlCWhileTheServerIsAwaySaysWhatWasReadInVain() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::accept, ScriptedConnection::cut)) {
            CommandRun run = CommandRun.reading(
                    "one\ntwo\n", "send", "--service", "s", "--request-entries", "1", "--url", server.url());
            run.awaitErr("trying again").interrupt().interruptItsThread();

            assertThat(run.exitCode()).isEqualTo(130);
            assertThat(run.err()).contains("not sent: stdin from line 2 on; the server has everything up to line 1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--level loud",
                "--service " + TOO_LONG,
                "--tag a," + TOO_LONG,
                "--linger soon",
                "--request-entries 0",
                "--max-retry-time 5",
                "nowhere.log",
                "/tmp",
                "- -"
            })
    void badValuesAreJudgedBeforeAnythingIsSent(String arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("send", "--url", "http://127.0.0.1:1"));
        all.addAll(List.of(arguments.split(" ")));
        CommandRun run = CommandRun.reading("{}\n", all.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("cannot reach", "Exception");
    }

    /** The messages of so many requests. */
    private static String messages(ScriptedServer server, int requests) throws InterruptedException {
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            server.awaitRequest()
                    .body()
                    .lines()
                    .forEach(entry -> messages.append(entry.replaceAll(".*\"message\":\"(.*)\"}", "$1"))
                            .append(' '));
        }
        return messages.toString();
    }
}
