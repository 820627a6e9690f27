package io.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands before a real server. */
@Timeout(180)
final class CliEndToEndTest {

    private static final Pattern NUMBER = Pattern.compile("\"message\":\"line (\\d+)");

    @TempDir
    private Path data;

    @RegisterExtension
    final ServerExtension server = new ServerExtension();

    @Test
    void tailGoesOnAfterAnOrderlyRestart() throws Exception {
        CommandRun tail = CommandRun.start("tail", "--after", "0", "--url", url());
        sendLines("before");
        tail.awaitOut("before");
        server.running().restart();
        sendLines("after");
        tail.awaitOut("after").interrupt();

        assertThat(tail.exitCode()).isZero();
        assertThat(tail.out()).hasLineCount(2);
        assertThat(tail.err()).contains("the server is shutting down; reconnecting", "connected again");
    }

    @Test
    void allFiltersReachTheServer() throws Exception {
        try (LogSender sender = new LogSender(server.http("/api/logs"))) {
            sender.send("{\"service\":\"a\",\"level\":\"warn\",\"message\":\"Payment refused\",\"tags\":[\"x\",\"y\"],"
                    + "\"metadata\":{\"status\":502},\"user_id\":7,\"trace_id\":\"t1\",\"span_id\":\"s1\"}");
            sender.send("b", "info", "other");
        }
        for (List<String> filter : List.of(
                List.of("--service", "a,z"),
                List.of("--level", "error", "--level", "warn"),
                List.of("--min-level", "warn"),
                List.of("--tag", "x", "--tag", "y"),
                List.of("--search", "payment REF"),
                List.of("--user-id", "7"),
                List.of("--trace-id", "t1"),
                List.of("--span-id", "s1"),
                List.of("-q", "level:warn metadata.status>=500"),
                List.of("payment", "level>=warn", "-q", "nobody OR user_id:7"),
                List.of("--", "-service:b"))) {
            assertThat(firstOfTail(filter)).as(filter.toString()).contains("WARN", "Payment refused", "status=502");
        }
    }

    private String firstOfTail(List<String> filter) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("tail", "--last", "10", "--url", url()));
        arguments.addAll(filter);
        CommandRun tail = CommandRun.start(arguments.toArray(String[]::new));
        tail.awaitOut("\n").interrupt();
        assertThat(tail.exitCode()).isZero();
        assertThat(tail.out()).hasLineCount(1);
        return tail.out();
    }

    @Test
    void aFilterThatMakesNoSenseIsExplained() throws Exception {
        CommandRun tail = CommandRun.start("tail", "--url", url(), "--min-level", "loud");

        assertThat(tail.exitCode()).isEqualTo(2);
        assertThat(tail.err()).startsWith("tailrace tail: ").contains("loud");
        assertThat(tail.err()).doesNotContain("HTTP status", "{", "Exception");
    }

    @Test
    void aLargeFileArrivesWholeAndInOrder() throws Exception {
        int lines = 100_000;
        Path file = data.resolve("large.log");
        Files.write(
                file,
                IntStream.range(0, lines)
                        .mapToObj(i -> "line " + i + " is INFO")
                        .toList());
        CommandRun send = CommandRun.start("send", "--service", "s", "--url", url(), file.toString());
        assertThat(send.exitCode()).as(send.err()).isZero();

        CommandRun tail = CommandRun.start("tail", "--json", "--after", "0", "--url", url());
        tail.awaitOut("\"message\":\"line " + (lines - 1) + " ").interrupt();
        assertThat(tail.exitCode()).isZero();
        assertThat(numbers(tail.out().lines().toList()))
                .isEqualTo(IntStream.range(0, lines).boxed().toList());
    }

    @Test
    void whatTheServerRefusesIsNamedByItsLine() throws Exception {
        CommandRun send = CommandRun.reading("""
                {"service":"a","level":"info","message":"good"}

                {"service":"a","level":"loud","message":"bad level"}
                {"level":"info","message":"no service"}
                {"service":"a","level":"info"}
                {"service":"a","level":"info","message":"also good"}
                """, "send", "--url", url());

        assertThat(send.exitCode()).isEqualTo(1);
        assertThat(send.err().lines().map(line -> line.replaceAll("tailrace send: (line \\d+).*", "$1")))
                .startsWith("line 3", "line 4", "line 5");
        assertThat(send.err()).contains("2 entries stored", "3 refused");
    }

    @Test
    void theDemoIsAcceptedAsItIs() throws Exception {
        CommandRun demo =
                CommandRun.start("demo", "--rate", "100000", "--count", "20000", "--seed", "1", "--url", url());

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err()).contains("20,000 entries stored");
    }

    private String url() {
        return server.http("").toString();
    }

    private void sendLines(String... messages) throws Exception {
        CommandRun send = CommandRun.reading(String.join("\n", messages), "send", "--service", "s", "--url", url());
        assertThat(send.exitCode()).as(send.err()).isZero();
    }

    private static List<Integer> numbers(List<String> entries) {
        return entries.stream()
                .map(entry -> Integer.valueOf(firstGroup(NUMBER, entry)))
                .collect(Collectors.toList());
    }

    private static String firstGroup(Pattern pattern, String entry) {
        Matcher matcher = pattern.matcher(entry);
        if (!matcher.find()) {
            throw new IllegalStateException("not found in " + entry);
        }
        return matcher.group(1);
    }
}
