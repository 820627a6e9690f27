package io.tailrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
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
                "serve --retention-size 1k"
            })
    void aWrongCommandLineIsExplainedAndEndsWith2(String arguments) throws Exception {
        CommandRun run = CommandRun.start(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("tailrace").doesNotContain("Exception", "\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
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
