package io.tailrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedConnection;
import io.tailrace.cli.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DemoCommandTest {

    @Test
    void itSendsSoManyEntriesAndEnds() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            CommandRun run = CommandRun.start(
                    "demo", "--rate", "100000", "--count", "3000", "--seed", "5", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("3,000 entries stored");
            assertThat(server.awaitRequest().body()).startsWith("{\"service\":\"");
        }
    }

    @Test
    void itEndsAfterItsTime() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing()) {
            CommandRun run = CommandRun.start("demo", "--rate", "0.01", "--duration", "100ms", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("1 entries stored");
        }
    }

    @Test
    void itOutlivesAnOutageAndEndsWithCtrlC() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::cut, ScriptedConnection::accept)) {
            CommandRun run = CommandRun.start("demo", "--rate", "1000", "--url", server.url());
            run.awaitErr("sending again").interrupt();

            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void aServerThatWillNeverTakeItIsNamed() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                request -> request.answer(404, "{\"error\":\"not here\",\"code\":\"not_found\"}"))) {
            CommandRun run = CommandRun.start("demo", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("refused: not here");
        }
    }
}
