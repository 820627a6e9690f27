package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands before a real server that is killed under them, as by a power cut, and started again. */
@Timeout(300)
final class CliCrashTest {

    private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
    private static final Pattern NUMBER = Pattern.compile("\"message\":\"line (\\d+)");

    @TempDir
    private Path data;

    private ServerProcess server;

    @BeforeEach
    void startServer() {
        server = ServerProcess.start(data);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void killingTheServerAgainAndAgainLosesNoLineAndShowsNoEntryTwice() throws Exception {
        int rounds = 3;
        int linesARound = 3000;
        CommandRun tail = CommandRun.start("tail", "--json", "--after", "0", "--url", url());
        Pipe pipe = Pipe.open();
        InputStream in = Channels.newInputStream(pipe.source());
        CommandRun send = CommandRun.start(
                in, Map.of(), "send", "--service", "s", "--request-entries", "50", "--linger", "5ms", "--url", url());
        try (OutputStream lines = Channels.newOutputStream(pipe.sink())) {
            for (int round = 0; round < rounds; round++) {
                int first = round * linesARound;
                writeLines(lines, first, first + linesARound / 2);
                tail.awaitOut("\"message\":\"line " + (first + linesARound / 4) + "\"");
                Thread writing = Thread.ofPlatform()
                        .start(() -> writeLines(lines, first + linesARound / 2, first + linesARound));
                server.kill();
                server.restart();
                writing.join();
            }
        }
        assertThat(send.exitCode()).as(send.err()).isZero();
        int last = rounds * linesARound - 1;
        tail.awaitOut("\"message\":\"line " + last + "\"").interrupt();
        assertThat(tail.exitCode()).isZero();

        List<String> entries = tail.out().lines().toList();
        assertThat(ids(entries))
                .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
        // Sending is at least once: after a kill one request may be stored twice, but none is missing.
        assertThat(numbers(entries).stream().distinct().sorted().toList())
                .isEqualTo(IntStream.rangeClosed(0, last).boxed().toList());
        assertThat(entries.size() - last - 1).isLessThanOrEqualTo(rounds * 50);
    }

    @Test
    void aStreamThatBeganNowAlsoMissesNothingWhileTheServerIsAway() throws Exception {
        sendLines("long ago");
        CommandRun tail = CommandRun.start("tail", "--service", "s", "--url", url());
        for (int i = 0; !tail.out().contains("first"); i++) {
            sendLines("first " + i);
        }
        server.kill();
        server.restart();
        sendLines("second");
        tail.awaitOut("second").interrupt();

        assertThat(tail.exitCode()).isZero();
        assertThat(tail.out()).doesNotContain("long ago");
        assertThat(tail.out().lines().distinct().count())
                .isEqualTo(tail.out().lines().count());
    }

    private String url() {
        return server.http("").toString();
    }

    private void sendLines(String... messages) throws Exception {
        CommandRun send = CommandRun.reading(String.join("\n", messages), "send", "--service", "s", "--url", url());
        assertThat(send.exitCode()).as(send.err()).isZero();
    }

    private static void writeLines(OutputStream lines, int from, int to) {
        try {
            for (int i = from; i < to; i++) {
                lines.write(("line " + i + "\n").getBytes(UTF_8));
            }
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> ids(List<String> entries) {
        return entries.stream()
                .map(entry -> Long.valueOf(firstGroup(ID, entry)))
                .collect(Collectors.toList());
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
