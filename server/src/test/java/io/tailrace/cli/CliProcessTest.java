package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            ScriptedConnection.await(closed);
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

    @Test
    void tailEndsSoonWhenNobodyReadsItThoughTheLogIsQuiet() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", 15_000);
            connection.entries("p1", 1);
            connection.awaitEnd();
        })) {
            String tail = String.join(" ", command("tail", "--json", "--url", server.url()));
            Process pipeline =
                    new ProcessBuilder("bash", "-c", tail + " | { head -1; date +%s%N; }; date +%s%N").start();
            try (BufferedReader lines = pipeline.inputReader(UTF_8)) {
                assertThat(lines.readLine()).contains("message 1");
                long headEnded = Long.parseLong(lines.readLine());
                long tailEnded = Long.parseLong(lines.readLine());

                assertThat(Duration.ofNanos(tailEnded - headEnded)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalInTheMiddleOfAFileSaysWhatWasNotSent(String signal, int exitCode, @TempDir Path directory)
            throws Exception {
        // So much that it is in the middle of it still when the signal has come through.
        Path file = Files.writeString(directory.resolve("a.log"), "line\n".repeat(50_000));
        CountDownLatch signalled = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::accept, request -> {
            ScriptedConnection.await(signalled);
            request.accept();
        })) {
            Process send = start("send", "--service", "s", "--request-entries", "10", "--url", server.url(), "" + file);
            server.awaitRequest();
            server.awaitRequest();
            assertThat(new ProcessBuilder("kill", "-" + signal, "" + send.pid())
                            .start()
                            .waitFor())
                    .isZero();
            signalled.countDown();

            assertThat(text(send)).containsPattern("stopped; not sent: " + file + " from line \\d+ on; the server has");
            assertThat(send.waitFor()).isEqualTo(exitCode);
        }
    }

    @Test
    void argumentsAndVariablesKeepTheirLettersInTheLocaleC() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            ProcessBuilder builder = new ProcessBuilder(command("send", "--tag", "größe,✓", "--url", server.url()));
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TAILRACE_SERVICE", "bücher");
            Process send = builder.redirectErrorStream(true).start();
            send.getOutputStream().write("naïve\n".getBytes(UTF_8));
            send.getOutputStream().close();

            assertThat(send.waitFor()).as(text(send)).isZero();
            assertThat(server.awaitRequest().body())
                    .contains("\"service\":\"bücher\"", "[\"größe\",\"✓\"]", "\"message\":\"naïve\"");
        }
    }

    @Test
    void anExportGoesThroughToTheProcessesAndDescriptorsOfAShell(@TempDir Path directory) throws Exception {
        String entry = ScriptedConnection.entry(1, "m") + "\n";
        try (ScriptedServer server =
                ScriptedServer.playing(request -> request.answer(200, entry, "Content-Type: application/x-ndjson"))) {
            String export = String.join(" ", command("export", "--url", server.url()));
            String script = "set -e; echo first > there; " + export + " -o /dev/stdout >> there; "
                    + "exec 3> >(cat > piped); " + export + " -o /dev/fd/3; exec 3>&-; wait";
            Process shell = new ProcessBuilder("bash", "-c", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();

            assertThat(shell.waitFor()).as(text(shell)).isZero();
            assertThat(directory.resolve("there")).hasContent("first\n" + entry);
            assertThat(directory.resolve("piped")).hasContent(entry);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tailrace.cli.Tailrace"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(String... arguments) throws IOException {
        boolean forPeople = arguments[0].equals("send");
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(forPeople)
                .start();
    }

    /** Sends SIGTERM, and leaves the streams open, which {@link Process#destroy} does not. */
    private static void terminate(Process process) {
        process.toHandle().destroy();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
