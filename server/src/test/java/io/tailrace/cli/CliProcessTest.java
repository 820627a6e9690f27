package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a process of its own shows: signals, pipes and exit codes. */
@Timeout(60)
final class CliProcessTest {

    @Test
    void aSignalLetsSendFinishWhatItRead() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            Process send = start("send", "--service", "s", "--url", server.url());
            send.getOutputStream().write("one\n".getBytes(UTF_8));
            send.getOutputStream().flush();
            assertThat(server.awaitRequest().body()).contains("one");
            terminate(send);

            assertThat(send.waitFor()).isZero();
            assertThat(text(send)).contains("1 entries stored");
        }
    }

    @Test
    void aSignalEndsTailInPeace() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 15_000);
            connection.entries("p1", 1);
            connection.awaitEnd();
        })) {
            Process tail = start("tail", "--json", "--url", server.url());
            BufferedReader lines = tail.inputReader(UTF_8);
            assertThat(lines.readLine()).contains("message 1");
            terminate(tail);

            assertThat(tail.waitFor()).isZero();
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void tailEndsQuietlyWhenNobodyReadsItAnyMore() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 15_000);
            connection.entries("p1", 1);
            await(closed);
            connection.entries("p2", 2);
            connection.awaitEnd();
        })) {
            Process tail = start("tail", "--json", "--url", server.url());
            BufferedReader lines = tail.inputReader(UTF_8);
            assertThat(lines.readLine()).contains("message 1");
            lines.close();
            closed.countDown();

            assertThat(tail.waitFor()).isZero();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tailrace.cli.Tailrace"));
        command.addAll(List.of(arguments));
        boolean forPeople = arguments[0].equals("send");
        return new ProcessBuilder(command).redirectErrorStream(forPeople).start();
    }

    /** Sends SIGTERM, and leaves the streams open, which {@link Process#destroy} does not. */
    private static void terminate(Process process) {
        process.toHandle().destroy();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
