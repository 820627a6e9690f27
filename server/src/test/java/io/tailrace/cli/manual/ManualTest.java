package io.tailrace.cli.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line tells of itself to shells and to {@code man}. */
@Timeout(60)
final class ManualTest {

    private static final List<String> COMMANDS = List.of(
            "serve",
            "send",
            "tail",
            "query",
            "stats",
            "export",
            "import",
            "archive",
            "demo",
            "help",
            "completion",
            "man");

    @TempDir
    private Path directory = Path.of("");

    private static String printed(String... arguments) throws Exception {
        CommandRun run = CommandRun.start(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void bashCompletesCommandsFlagsAndValues() throws Exception {
        Files.writeString(directory.resolve("completion"), printed("completion", "bash"));
        assertThat(bash("source ./completion; complete -p tailrace")).contains(" tailrace");
        String complete =
                "source ./completion; compopt() { :; }; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_tailrace;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(bash("COMP_WORDS=(tailrace ''); " + complete).lines().map(String::strip))
                .containsAll(COMMANDS);
        assertThat(bash("COMP_WORDS=(tailrace export --fo); " + complete).strip())
                .isEqualTo("--format");
        assertThat(bash("COMP_WORDS=(tailrace archive ''); " + complete)).contains("info");
    }

    @Test
    void zshTakesTheSameScriptAndFishOneOfItsOwn() throws Exception {
        assertThat(printed("completion", "zsh")).contains("ZSH_VERSION", "bashcompinit");
        String fish = printed("completion", "fish");
        assertThat(fish.lines()).allMatch(line -> line.startsWith("complete -c tailrace "));
        for (String command : COMMANDS) {
            assertThat(fish).contains("-n '__fish_use_subcommand' -a '" + command + "' -d '");
        }
        assertThat(fish)
                .contains("-n '__fish_seen_subcommand_from send' -l service -x -d 'The service of plain lines")
                .contains("-n '__fish_seen_subcommand_from send' -F\n")
                .contains("-n '__fish_seen_subcommand_from export' -s o -l output -r -F -d")
                .contains("-n '__fish_seen_subcommand_from export' -l format -x -a 'ndjson csv parquet' -d")
                .contains("-n '__fish_seen_subcommand_from tail' -l json -d")
                .contains(
                        "-n '__fish_seen_subcommand_from archive; and not __fish_seen_subcommand_from info' -a 'info'");
        assertThat(fish.lines().map(line -> line.replace("\\'", "").replaceAll("[^']", "")))
                .allMatch(quotes -> quotes.length() % 2 == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tail", "archive info", "serve"})
    void aManualPageSaysWhatTheHelpSays(String command) throws Exception {
        String page = printed(("man " + command).strip().split(" "));
        String name = ("tailrace " + command).strip();
        assertThat(page)
                .startsWith(".TH \"" + name.replace(' ', '-').toUpperCase(Locale.ROOT))
                .contains(
                        ".SH NAME\n" + name.replace(" ", "\\-") + " \\- ", ".SH SYNOPSIS\n" + name.replace("-", "\\-"))
                .contains(".SH DESCRIPTION\n", ".SH OPTIONS\n", ".SH EXIT STATUS\n", "\\fB\\-\\-help\\fR");
        // What begins a line is a request of man(7), an escape or text, and never a dot or an apostrophe of the text.
        assertThat(page.lines()).allMatch(line -> line.matches("(\\.(TH \".*|SH [A-Z ]+|TP|PP))|[^.'\\s].*"));
        assertThat(page.chars()).allMatch(c -> c < 0x7f);
    }

    @Test
    void aPageNamesFlagsTheirVariablesAndWhatTheyDo() throws Exception {
        assertThat(printed("man", "send"))
                .contains(".TP\n\\fB\\-\\-url\\fR=\\fIURL\\fR\nThe server (default: http://127.0.0.1:8082).")
                .contains("Also set by TAILRACE_URL.");
        assertThat(printed("man", "tail")).doesNotContain("TAILRACE_SERVICE");
        assertThat(printed("man")).contains("\\fBtailrace tail\\fR", "\\fBtailrace\\-tail\\fR(1)");
    }

    @Test
    void allPagesAreWrittenAsFiles() throws Exception {
        Path pages = directory.resolve("share").resolve("man1");
        printed("man", "--directory", pages.toString());
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("tailrace.1", "tailrace-serve.1", "tailrace-archive.1", "tailrace-archive-info.1")
                    .hasSize(COMMANDS.size() + 2);
        }
        assertThat(pages.resolve("tailrace-tail.1")).hasContent(printed("man", "tail"));
    }
}
