package io.tailrace.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedConnection;
import io.tailrace.cli.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TailCommandTest {

    private static final int HEARTBEAT = 15_000;
    private static final String REFUSAL = "{\"error\":\"no\",\"code\":\"bad_filter\"}";

    @Test
    void allFiltersArePassedOnAsTheyAre() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(request -> request.answer(400, REFUSAL))) {
            CommandRun run = CommandRun.start(
                    "tail",
                    "--url",
                    server.url(),
                    "--service",
                    "a,b",
                    "--service",
                    "c d",
                    "--level",
                    "warn",
                    "--min-level",
                    "info",
                    "--tag",
                    "t",
                    "--search",
                    "50% & more",
                    "--user-id",
                    "7",
                    "--trace-id",
                    "tr",
                    "--span-id",
                    "sp",
                    "--last",
                    "5",
                    "status:500",
                    "OR",
                    "é");
            run.exitCode();

            assertThat(server.awaitRequest().target())
                    .isEqualTo("/ws/logs?service=a&service=b&service=c%20d&level=warn&min_level=info&tag=t"
                            + "&search=50%25%20%26%20more&user_id=7&trace_id=tr&span_id=sp&q=status%3A500%20OR%20%C3%A9"
                            + "&last=5");
        }
    }

    @Test
    void theSubprotocolIsAskedForAndEntriesAreShown() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.entries("p2", 1, 2);
            connection.close(1000, "");
        })) {
            CommandRun run = CommandRun.start("tail", "--utc", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(server.awaitRequest().header("sec-websocket-protocol")).isEqualTo("tailrace.v1");
            assertThat(run.out().lines())
                    .containsExactly(
                            "2026-11-22 10:30:00.123 INFO  portal message 1",
                            "2026-11-22 10:30:00.123 INFO  portal message 2");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void jsonIsWhatTheServerSent() throws Exception {
        String odd = "{\"id\":1,\"z\": 1.0,\"message\":\"\u00e9\\u001b\"}";
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.text("{\"type\":\"entries\",\"entries\":[" + odd + "],\"next\":\"p1\"}");
            connection.close(1000, "");
        })) {
            CommandRun run = CommandRun.start("tail", "--json", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(odd + "\n");
        }
    }

    @Test
    void itGoesOnWhereItWasAfterEveryKindOfEnd() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                connection -> {
                    connection.hello("head", HEARTBEAT);
                    connection.close(4408, "");
                },
                connection -> {
                    connection.hello("head", HEARTBEAT);
                    connection.entries("p1", 1);
                    connection.close(1001, "");
                },
                connection -> connection.answer(503, "{\"error\":\"replaying\",\"code\":\"not_ready\"}"),
                ScriptedConnection::cut,
                connection -> {
                    connection.hello("head", HEARTBEAT);
                    connection.text("{\"type\":\"heartbeat\",\"next\":\"p9\",\"lag\":0}");
                    connection.close(1011, "fault");
                },
                connection -> {
                    connection.hello("head", HEARTBEAT);
                    connection.entries("p11", 10, 11);
                    connection.close(1000, "");
                })) {
            CommandRun run = CommandRun.start("tail", "--json", "--service", "x", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(targets(server, 6))
                    .containsExactly(
                            "/ws/logs?service=x",
                            "/ws/logs?service=x&after=head",
                            "/ws/logs?service=x&after=p1",
                            "/ws/logs?service=x&after=p1",
                            "/ws/logs?service=x&after=p1",
                            "/ws/logs?service=x&after=p9");
            assertThat(run.out().lines().map(line -> line.replaceAll(".*\"id\":(\\d+).*", "$1")))
                    .containsExactly("1", "10", "11");
            assertThat(run.err())
                    .contains(
                            "heard nothing for too long; reconnecting",
                            "is shutting down",
                            "connected again",
                            ": fault; reconnecting");
        }
    }

    @Test
    void beforeThereIsAPositionTheStartIsAskedForAgain() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                connection -> {
                    connection.hello("head", HEARTBEAT);
                    connection.cut();
                },
                connection -> connection.answer(400, REFUSAL))) {
            CommandRun.start("tail", "--since", "15m", "--url", server.url()).exitCode();

            assertThat(targets(server, 2)).containsExactly("/ws/logs?since=15m", "/ws/logs?since=15m");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1008, 1009, 4400})
    void aCloseForGoodIsNotTriedAgain(int code) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.entries("p1", 1);
            connection.close(code, "why");
        })) {
            CommandRun run = CommandRun.start("tail", "--json", "--url", server.url());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEqualTo(ScriptedConnection.entry(1, "message 1") + "\n");
            assertThat(run.err()).contains(" refused: why").hasLineCount(1);
        }
    }

    @Test
    void aRefusedQueryIsExplainedByTheServer() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(request -> request.answer(
                400, "{\"error\":\"expected a value after level:\",\"code\":\"bad_query\",\"position\":6}"))) {
            CommandRun run = CommandRun.start("tail", "--url", server.url(), "level:");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("tailrace tail: " + server.url() + " refused: expected a value after level:\n"
                            + "  level:\n"
                            + "        ^\n");
        }
    }

    @Test
    void silenceIsNotedAndTheConnectionReplaced() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                connection -> {
                    connection.hello("p0", 100);
                    connection.awaitEnd();
                },
                connection -> {
                    connection.hello("p0", HEARTBEAT);
                    connection.close(1000, "");
                })) {
            CommandRun run = CommandRun.start("tail", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("nothing was heard", "connected again");
        }
    }

    @Test
    void gapsSkipsAndRefusalsAreToldInPlainWords() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.text("{\"type\":\"gap\",\"from\":12,\"to\":90,\"reason\":\"expired\"}");
            connection.text("{\"type\":\"gap\",\"from\":1,\"to\":5,\"reason\":\"reset\"}");
            connection.text("{\"type\":\"skipped\",\"from\":12,\"to\":900,\"count\":311}");
            connection.text("{\"type\":\"error\",\"code\":\"c\",\"error\":\"no such filter\"}");
            connection.text("{\"type\":\"something new\"}");
            connection.close(1000, "");
        })) {
            CommandRun run = CommandRun.start("tail", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("12 to 90 are gone", "another log than before", "12 to 900", "311", "no such filter")
                    .hasLineCount(4);
        }
    }

    @Test
    void ctrlCEndsItInPeaceAndSaysGoodbye() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.entries("p1", 1);
            connection.awaitEnd();
        })) {
            CommandRun run = CommandRun.start("tail", "--json", "--url", server.url());
            run.awaitOut("message 1").interrupt();

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void ctrlCEndsItAlsoWhileThereIsNoServer() throws Exception {
        String url;
        try (ScriptedServer server = ScriptedServer.playing()) {
            url = server.url();
        }
        CommandRun run = CommandRun.start("tail", "--url", url);
        run.awaitErr("connection refused; reconnecting").interrupt();

        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 408, 425, 502})
    void whatAProxySaysInTheServersPlaceIsNoRefusal(int status) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(
                connection -> {
                    connection.hello("p0", HEARTBEAT);
                    connection.entries("p1", 1);
                    connection.close(1011, "");
                },
                request -> request.answer(status, "<html>not now</html>", "Content-Type: text/html"),
                connection -> {
                    connection.hello("p9", HEARTBEAT);
                    connection.entries("p2", 2);
                    connection.close(1000, "");
                })) {
            CommandRun run = CommandRun.start("tail", "--json", "--url", server.url());

            assertThat(run.exitCode()).isZero();
            assertThat(targets(server, 3)).containsExactly("/ws/logs", "/ws/logs?after=p1", "/ws/logs?after=p1");
            assertThat(run.out()).hasLineCount(2);
        }
    }

    @Test
    void whatAnswersInTheServersPlaceIsNamed() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(request -> request.answer(200, "<html>"))) {
            CommandRun run = CommandRun.start("tail", "--url", server.url());
            run.awaitErr("HTTP status 200, and not in Tailrace's words").interrupt();

            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void itEndsWhenItsReaderHasGoneThoughTheLogIsQuiet() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> {
            connection.hello("p0", HEARTBEAT);
            connection.entries("p1", 1);
            connection.awaitEnd();
        })) {
            CommandRun run = CommandRun.start("tail", "--json", "--url", server.url());
            run.awaitOut("message 1").leaveOut();

            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
    }

    private static List<String> targets(ScriptedServer server, int count) throws InterruptedException {
        String[] targets = new String[count];
        for (int i = 0; i < count; i++) {
            targets[i] = server.awaitRequest().target();
        }
        return List.of(targets);
    }
}
