package io.tailrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The names in the documents of metrics, flags and codes of errors: each is there, and none is left out. */
final class DocumentedNamesTest {

    private static final Path DOCUMENTS = Path.of("../docs");
    private static final Path SOURCES = Path.of("src/main/java");

    /** Of other programs that the documents name. */
    private static final Set<String> FLAGS_OF_OTHERS = Set.of(
            // curl
            "--data-urlencode",
            "--data-binary",
            // docker, systemctl, useradd
            "--name",
            "--build",
            "--now",
            "--system",
            "--home-dir",
            "--shell");

    /** Metrics that stand there once something of their kind was asked. */
    private static final Set<String> METRICS_OF_USE = Set.of("tailrace_queries_seconds", "tailrace_exports_seconds");

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with().retentionMillis(86_400_000));

    private static String document(String name) throws IOException {
        return Files.readString(DOCUMENTS.resolve(name));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String all(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    /** A name after an ellipsis has the beginning of the one before it, up to some underscore. */
    private static boolean names(Set<String> named, Set<String> endings, String metric) {
        return named.contains(metric)
                || endings.stream()
                        .filter(metric::endsWith)
                        .map(ending -> metric.substring(0, metric.length() - ending.length()))
                        .anyMatch(
                                beginning -> named.stream().anyMatch(name -> (name + "_").startsWith(beginning + "_")));
    }

    @Test
    void everyMetricIsInTheDocumentsAndNoOther() throws IOException {
        Set<String> scraped;
        try (HttpSocket http = server.connect()) {
            scraped = found("(?m)^# TYPE (tailrace_\\w+)", http.get("/metrics").text());
        }
        String operations = document("OPERATIONS.md");
        Set<String> named = found("`(tailrace_\\w+)", operations);
        Set<String> endings = found("`…(_\\w+)`", operations);

        assertThat(scraped).hasSizeGreaterThan(60);
        assertThat(scraped.stream()
                        .filter(name -> !name.endsWith("_seconds_max"))
                        .filter(name -> !names(named, endings, name)))
                .as("metrics that OPERATIONS.md does not name")
                .isEmpty();
        assertThat(found("`(tailrace_\\w+)", all(DOCUMENTS, ".md")).stream()
                        .filter(name -> !scraped.contains(name) && !METRICS_OF_USE.contains(name)))
                .as("metrics in the documents that are none")
                .isEmpty();
    }

    private static Set<String> flags(String... command) throws Exception {
        CommandRun run = CommandRun.start(command);
        assertThat(run.exitCode()).isZero();
        return found("(?<![\\w-])(--[a-z][a-z-]+)", run.out());
    }

    @Test
    void everyFlagInTheDocumentsIsOneAndThoseOfTheServerAreThere() throws Exception {
        Set<String> known = flags("completion", "bash");
        known.addAll(FLAGS_OF_OTHERS);
        String documents = all(DOCUMENTS, ".md").replace(document("BENCHMARKS.md"), "");

        Set<String> named = found("(?<![\\w<-])(--[a-z][a-z-]+)", documents);
        assertThat(named.stream().filter(flag -> !known.contains(flag)))
                .as("flags in the documents that are none")
                .isEmpty();
        assertThat(flags("serve", "--help").stream().filter(flag -> !named.contains(flag)))
                .as("flags of the server that no document names")
                .isEmpty();
    }

    @Test
    void everyCodeOfAnErrorIsInTheProtocolAndNoOther() throws IOException {
        String sources = all(SOURCES, ".java");
        Set<String> used = new TreeSet<>();
        Matcher code = Pattern.compile(
                        "(?s)\\b(?:4\\d\\d|500|503),\\s*\"([a-z_0-9]+)\"|\\bFilterException\\(\\s*\"([a-z_]+)\""
                                + "|\\b[Rr]efuse\\w*\\(\\s*(?:\\w+,\\s*)?\"([a-z_]+)\"|String REFUSED = \"([a-z_]+)\"")
                .matcher(sources);
        while (code.find()) {
            for (int group = 1; group <= code.groupCount(); group++) {
                if (code.group(group) != null) {
                    used.add(code.group(group));
                }
            }
        }
        String protocol = document("PROTOCOL.md");
        assertThat(used).hasSizeGreaterThan(25);
        assertThat(used.stream().filter(name -> !protocol.contains("`" + name + "`")))
                .as("codes that PROTOCOL.md does not name")
                .isEmpty();

        Set<String> documented = protocol.lines()
                .filter(line -> line.matches("\\| [45]\\d\\d \\|.*"))
                .flatMap(line -> found("`([a-z]+(?:_[a-z0-9]+)*)`", line.split("\\|", -1)[2]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).hasSizeGreaterThan(25);
        assertThat(documented.stream().filter(name -> !sources.contains("\"" + name)))
                .as("codes that no source names")
                .isEmpty();
    }
}
