package io.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TailraceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "send --nonsense",
                "demo --rate quick",
                "demo --rate 0",
                "demo --duration 3",
                "demo --count 0",
                "help nonsense",
                "help archive nonsense",
                "completion",
                "completion tcsh",
                "man nonsense",
                "tail --last many",
                "tail --last 3 --since 5m",
                "tail --color purple",
                "tail --url ftp://somewhere",
                "tail --url http://user:secret@somewhere",
                "send --request-entries 0",
                "query --limit 0",
                "query --limit many",
                "query --limit 200000",
                "query --order up",
                "query --before newest",
                "export --format xml",
                "import",
                "archive",
                "serve --retention-age 3",
                "serve --retention-age 1ms",
                "serve --retention-size 1k",
                "serve --max-body-bytes 257m"
            })
    void aWrongCommandLineIsExplainedAndEndsWith2(String arguments) throws Exception {
        CommandRun run = CommandRun.start(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("tailrace").doesNotContain("Exception", "\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
    }

    /** Beyond that, what a body becomes could not be counted in the whole numbers that arrays have. */
    @ParameterizedTest
    @ValueSource(strings = {"257m", "268435457", "1g", "1000", "0"})
    void aLargestBodyThatCannotBeServedIsRefusedWithTheSizesThatCan(String size) throws Exception {
        CommandRun run = CommandRun.start("serve", "--max-body-bytes", size, "--max-buffered-bytes", "4g");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tailrace serve: --max-body-bytes must be from 1k to 256m\n");
    }

    @Test
    void aBoundBelowAnotherIsRefusedWithTheSizeThatItNeeds() throws Exception {
        CommandRun run = CommandRun.start("serve", "--max-body-bytes", "256m");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tailrace serve: --max-buffered-bytes must be at least 256m\n");
    }

    @Test
    void aMisspeltFlagIsAnsweredWithTheRightOne() throws Exception {
        CommandRun run = CommandRun.start("tail", "--servic", "portal");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--servic").contains("--service");
    }

    @Test
    void everyFlagIsAlsoAnEnvironmentVariable() throws Exception {
        CommandRun run = withEnvironment(Map.of("TAILRACE_MAX_RETRY_TIME", "soon"), "send");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("'soon' is not a duration", "(from the environment variable TAILRACE_MAX_RETRY_TIME)");
    }

    @Test
    void aFlagWinsOverItsVariable() throws Exception {
        CommandRun run = withEnvironment(Map.of("TAILRACE_URL", "ftp://variable"), "send", "--url", "ftp://flag");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("ftp://flag").doesNotContain("variable");
    }

    @Test
    void anEmptyVariableAndOneThatKubernetesSetAreNoValues() throws Exception {
        CommandRun run =
                withEnvironment(Map.of("TAILRACE_RATE", "", "TAILRACE_COUNT", "tcp://10.0.0.1:80"), "demo", "--help");

        assertThat(run.exitCode()).isZero();
    }

    /** What is set for those who send must not hide entries from those who read. */
    @Test
    void aReaderTakesNoVariableButThatOfTheConnection() throws Exception {
        Map<String, String> environment = Map.of(
                "TAILRACE_SERVICE", "shop",
                "TAILRACE_LEVEL", "loud",
                "TAILRACE_MIN_LEVEL", "loud",
                "TAILRACE_FROM", "whenever",
                "TAILRACE_LIMIT", "none",
                "TAILRACE_LAST", "none",
                "TAILRACE_FORMAT", "none",
                "TAILRACE_JSON", "perhaps");
        for (String command : List.of("query", "stats", "export", "tail", "archive info")) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            try (ScriptedServer server = ScriptedServer.playing(
                    request -> request.answer(403, "{\"error\":\"no\",\"code\":\"forbidden\"}"))) {
                Map<String, String> all = new HashMap<>(environment);
                all.put("TAILRACE_URL", server.url());
                CommandRun run = withEnvironment(all, arguments.toArray(String[]::new));

                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                assertThat(run.err()).contains("refused: no");
                assertThat(server.awaitRequest().target()).doesNotContain("shop", "loud", "whenever", "none");
            }
            arguments.add("--help");
            assertThat(CommandRun.start(arguments.toArray(String[]::new)).outAtItsEnd())
                    .contains("[TAILRACE_URL]")
                    .doesNotContainPattern("\\[TAILRACE_(?!URL)");
        }
    }

    @Test
    void theSenderStillTakesItsVariables() throws Exception {
        CommandRun run = withEnvironment(Map.of("TAILRACE_LEVEL", "loud"), "send");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'loud', which is no level");
    }

    @Test
    void helpOfACommandIsWhatItsFlagSays() throws Exception {
        for (String command : List.of("", "tail", "archive", "archive info", "help")) {
            CommandRun help = CommandRun.start(("help " + command).strip().split(" "));
            assertThat(help.exitCode()).isZero();
            assertThat(help.out())
                    .isEqualTo(CommandRun.start((command + " --help").strip().split(" "))
                            .outAtItsEnd());
            assertThat(help.err()).isEmpty();
        }
    }

    @Test
    void helpNamesTheVariableBesideItsFlag() throws Exception {
        CommandRun run = CommandRun.start("send", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("[TAILRACE_MAX_RETRY_TIME]", "[TAILRACE_URL]", "[TAILRACE_LENIENT]");
        assertThat(run.out()).doesNotContain("TAILRACE_HELP", "TAILRACE_VERSION");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpListsTheCommands() throws Exception {
        CommandRun run = CommandRun.start("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("send", "tail", "query", "stats", "export", "import", "archive", "demo");
    }

    @Test
    void theVersionIsOneLine() throws Exception {
        CommandRun run = CommandRun.start("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("tailrace ").hasLineCount(1);
    }

    private static CommandRun withEnvironment(Map<String, String> environment, String... arguments) {
        return CommandRun.start(InputStream.nullInputStream(), environment, arguments);
    }
}
