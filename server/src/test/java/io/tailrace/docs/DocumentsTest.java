package io.tailrace.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.docs.CommandBlock.Step;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands in the documents, run as they stand there, in one folder for each document, against a server of the test.
 * What differs from what a reader would type is in {@link #INSTEAD}. A block that cannot be run says why in a comment
 * before it: {@code <!-- not run: why -->}.
 */
final class DocumentsTest {

    private static final Path ROOT = Path.of("..");

    /** Files that a reader's machine has, or that he would put his own in place of. */
    private static final List<String> FILES =
            List.of("var/log/dpkg.log", "var/log/dpkg.log.2.gz", "var/log/nginx/error.log");

    /** What is run instead, as patterns. */
    private static final Map<String, String> INSTEAD = new LinkedHashMap<>();

    static {
        INSTEAD.put(" /var/", " var/");
        INSTEAD.put("tail -F ", "tail -n 5 ");
        INSTEAD.put("\\| jq \\.\\w+", "| cat"); // Not everybody who tests has it.
        INSTEAD.put("\\bcurl -(s?N)", "streamed -$1");
        INSTEAD.put("(?m)^(\\S*tailrace tail)(?=[^&\n]*$)", "followed $1");
        INSTEAD.put("(?m)^(\\S*tailrace serve)(?=[^&\n]*$)", "served $1");
        INSTEAD.put("(?m)^(\\S+=\\S+ )(\\S*tailrace serve)(?=[^&\n]*$)", "$1served $2");
        INSTEAD.put("(?m)^(\\S*tailrace demo)(?=((?!--count|--duration|&).)*$)", "$1 --count 20");
        INSTEAD.put("--duration 30s", "--duration 1s");
        INSTEAD.put("(?m)^sleep 20", "sleep 3");
    }

    /** What is endless ends here as a reader would end it, by Ctrl-C, once it does what it is for. */
    private static final String PRELUDE = """
            set -e -o pipefail
            trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT
            curl() { command curl --fail-with-body "$@"; }
            streamed() {
              local code=0
              command curl --fail-with-body --max-time 1 "$@" || code=$?
              [ $code = 28 ] || return $((code == 0 ? 1 : code))
            }
            streams() { command curl -s "$TAILRACE_URL/metrics" | grep -q "^tailrace_streams $1"; }
            followed() {
              until streams 0; do sleep 0.1; done
              set -m
              "$@" & local client=$!
              until streams 1; do kill -0 $client; sleep 0.1; done
              kill -INT $client
              wait $client
            }
            served() {
              rm -f served.out
              touch served.out
              set -m
              "$@" > served.out & local server=$!
              until grep -q ' ready on ' served.out; do kill -0 $server; sleep 0.1; done
              kill -INT $server
              wait $server
            }
            """;

    @RegisterExtension
    static final ServerExtension server =
            new ServerExtension(TestServer.with().allowOrigins("https://ops.example.com"));

    @TempDir
    static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        LogSender sender = server.sender();
        for (int i = 0; i < 3; i++) {
            sender.send("portal", "warn", "Slow query");
        }
        List<String> serve = ServerProcess.command(0, folder);
        List<String> java = serve.subList(1, serve.indexOf("serve"));
        script(
                folder.resolve("tailrace"),
                "exec '" + serve.getFirst() + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${TAILRACE_JAVA_OPTS:-} '"
                        + String.join("' '", java) + "' \"$@\"");
        script(folder.resolve("bin/my-program"), "echo '{\"message\":\"mine\"}'");
        Files.createSymbolicLink(folder.resolve("bin/tailrace"), folder.resolve("tailrace"));
    }

    private static void script(Path file, String command) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            Stream<String> inFolder = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .map(name -> "docs/" + name);
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md"), inFolder)
                    .toList();
        }
    }

    private static List<CommandBlock> allBlocks() throws IOException {
        return documents().stream()
                .flatMap(document -> CommandBlock.of(ROOT, document).stream())
                .toList();
    }

    static List<CommandBlock> blocks() throws IOException {
        return allBlocks().stream()
                .filter(CommandBlock::isRun)
                .filter(block -> !block.steps().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void commandsDoWhatTheDocumentSays(CommandBlock block) throws Exception {
        Path place =
                Files.createDirectories(folder.resolve("for-" + block.document().replace('/', '-')));
        if (!Files.exists(place.resolve("tailrace"))) {
            Files.createSymbolicLink(place.resolve("tailrace"), folder.resolve("tailrace"));
        }
        for (String name : FILES) {
            Path file = place.resolve(name);
            Files.createDirectories(file.getParent());
            try (OutputStream plain = Files.newOutputStream(file);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
                out.write("a line\nERROR another\n".getBytes(UTF_8));
            }
        }
        for (Step step : block.steps()) {
            run(block, step, place);
        }
    }

    private static void run(CommandBlock block, Step step, Path place) throws Exception {
        String command = step.command().replace("localhost:8082", "localhost:" + server.port());
        for (Map.Entry<String, String> instead : INSTEAD.entrySet()) {
            command = command.replaceAll(instead.getKey(), instead.getValue());
        }
        Path said = folder.resolve("said");
        ProcessBuilder shell = new ProcessBuilder("timeout", "60", "bash", "-c", PRELUDE + command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        boolean startsItsOwn = command.contains("serve &");
        int port = startsItsOwn ? freePort() : server.port();
        Map<String, String> environment = shell.environment();
        environment.keySet().removeIf(name -> name.startsWith("TAILRACE_"));
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", place.toString());
        environment.put("TAILRACE_URL", "http://localhost:" + port);
        environment.put("TAILRACE_PORT", startsItsOwn ? String.valueOf(port) : "0");

        int code = shell.start().waitFor();

        assertThat(code != 0)
                .as("%s ended with %s, and said:%n%s%n%s", block, code, Files.readString(said, UTF_8), command)
                .isEqualTo(step.fails());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void mostBlocksAreRunAndEachOtherSaysWhyNot() throws IOException {
        List<CommandBlock> all = allBlocks();

        assertThat(all.stream().filter(CommandBlock::isRun)).hasSizeGreaterThan(all.size() * 3 / 4);
        for (String document : documents()) {
            long fences = Files.readString(ROOT.resolve(document))
                    .lines()
                    .filter(line -> line.strip().matches("```(sh|bash|shell|console|zsh|fish)"))
                    .count();
            assertThat(CommandBlock.of(ROOT, document)).as(document).hasSize((int) fences);
            assertThat(Files.readString(ROOT.resolve(document)).split("<!-- not run: ", -1).length - 1L)
                    .as("reasons that stand before a block of %s", document)
                    .isEqualTo(CommandBlock.of(ROOT, document).stream()
                            .filter(block -> !block.isRun())
                            .count());
        }
    }
}
