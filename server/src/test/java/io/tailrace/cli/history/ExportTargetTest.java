package io.tailrace.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedConnection;
import io.tailrace.cli.ScriptedServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code export -o} does to what has the name that it is given. */
@Timeout(60)
final class ExportTargetTest {

    private static final String ENTRIES =
            ScriptedConnection.entry(1, "one") + "\n" + ScriptedConnection.entry(2, "two") + "\n";
    private static final String NDJSON = "Content-Type: application/x-ndjson";
    private static final String MARKED = "X-Tailrace-Export: marked";
    private static final String END = "#tailrace: the export is whole\n";

    @TempDir
    private Path directory = Path.of("");

    private static CommandRun export(ScriptedServer server, Path to) throws Exception {
        return CommandRun.start("export", "-o", to.toString(), "--url", server.url());
    }

    private static ScriptedServer server() {
        return ScriptedServer.playing(request -> request.answer(200, ENTRIES + END, NDJSON, MARKED));
    }

    private static void exported(Path to) throws Exception {
        try (ScriptedServer server = server()) {
            CommandRun run = export(server, to);
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewFileHasTheEntriesAndNothingElse() throws Exception {
        exported(directory.resolve("new.ndjson"));
        assertThat(directory.resolve("new.ndjson")).hasContent(ENTRIES);
        assertThat(names()).containsExactly("new.ndjson");
    }

    @Test
    void aFileKeepsItsPermissionsAndIsReplacedAsAWhole() throws Exception {
        Path file = Files.writeString(directory.resolve("kept"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Object inode = Files.getAttribute(file, "unix:ino");
        exported(file);
        assertThat(file).hasContent(ENTRIES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(inode);
    }

    @Test
    void aLinkStaysAndItsTargetIsReplaced() throws Exception {
        Path below = Files.createDirectory(directory.resolve("below"));
        Path target = Files.writeString(below.resolve("target"), "old");
        Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("below", "target"));
        Path first = Files.createSymbolicLink(directory.resolve("first"), Path.of("second"));
        exported(first);
        assertThat(target).hasContent(ENTRIES);
        assertThat(Files.isSymbolicLink(first) && Files.isSymbolicLink(second)).isTrue();
        assertThat(names()).containsExactly("below", "first", "second");
    }

    @Test
    void aLinkToNothingIsFilled() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));
        exported(link);
        assertThat(directory.resolve("target")).hasContent(ENTRIES);
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }

    @Test
    void linksThatLeadInACircleAreToldOf() throws Exception {
        Path one = directory.resolve("one");
        Files.createSymbolicLink(directory.resolve("two"), one);
        Files.createSymbolicLink(one, directory.resolve("two"));
        try (ScriptedServer server = server()) {
            CommandRun run = export(server, one);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("its links lead nowhere").hasLineCount(1);
        }
    }

    @Test
    void aPipeIsWrittenThrough() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        exported(pipe);
        assertThat(read.get()).isEqualTo(ENTRIES);
        assertThat(Files.readAttributes(
                                pipe, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther())
                .isTrue();
        assertThat(names()).containsExactly("pipe");
    }

    @Test
    void aSocketIsWrittenThrough() throws Exception {
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel peer = listener.accept()) {
                    return new String(Channels.newInputStream(peer).readAllBytes(), UTF_8);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            exported(socket);
            assertThat(read.get()).isEqualTo(ENTRIES);
        }
    }

    @Test
    void aDeviceStaysADevice() throws Exception {
        exported(Path.of("/dev/null"));
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        Path link = Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("/dev/null"));
        exported(link);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("/dev/null"));
        try (ScriptedServer server = server()) {
            CommandRun run = export(server, Path.of("/dev/full"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("cannot write /dev/full: No space left on device");
        }
    }

    @Test
    void aPartialFileHasANameOfItsOwnAndNoOtherIsTouched() throws Exception {
        Path file = directory.resolve("x");
        String mine = "x.partial-" + ProcessHandle.current().pid();
        Path anothers = Files.writeString(directory.resolve(mine), "another's");
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.playing(request -> {
            ScriptedConnection.await(seen);
            request.answer(200, ENTRIES + END, NDJSON, MARKED);
        })) {
            CommandRun run = export(server, file);
            server.awaitRequest();
            assertThat(names()).containsExactly(mine, mine + "-1");
            seen.countDown();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(anothers).hasContent("another's");
        assertThat(names()).containsExactly("x", mine);
    }

    @Test
    void ctrlCLeavesNothingBehind() throws Exception {
        Path file = Files.writeString(directory.resolve("kept"), "old");
        try (ScriptedServer server = ScriptedServer.playing(ScriptedConnection::awaitEnd)) {
            CommandRun run = export(server, file);
            server.awaitRequest();
            run.interrupt();
            assertThat(run.exitCode()).isEqualTo(130);
            assertThat(run.err()).contains("stopped before the end; " + file + " was not written");
        }
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("kept");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,<html>Sign in</html>",
        "application/x-ndjson,<html>Sign in</html>",
        "application/json,{}",
        "text/csv,<html>Sign in</html>"
    })
    void whatIsNoExportIsNotTakenForOne(String type, String body) throws Exception {
        Path file = Files.writeString(directory.resolve("kept." + (type.contains("csv") ? "csv" : "ndjson")), "old");
        try (ScriptedServer server =
                ScriptedServer.playing(request -> request.answer(200, body, "Content-Type: " + type))) {
            CommandRun run = export(server, file);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("not in Tailrace's words").hasLineCount(1);
        }
        assertThat(file).hasContent("old");
        assertThat(names()).hasSize(1);
    }

    /** A proxy may end in good order what the server did not. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":1}\n", "{\"id\":1}\n#tailrace: the export", "{\"id\":1"})
    void aMarkedExportWithoutItsMarkIsCutShort(String body) throws Exception {
        Path file = directory.resolve("file");
        try (ScriptedServer server = ScriptedServer.playing(request -> request.answer(200, body, NDJSON, MARKED))) {
            CommandRun run = export(server, file);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the export broke off: its end is missing; " + file + " was not written")
                    .hasLineCount(1);
        }
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x.parquet,application/vnd.apache.parquet,PAR1 and so on", "x.ndjson,application/x-ndjson,{"})
    void anEndThatIsNoneIsCutShort(String name, String type, String body) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("export", "-o", directory.resolve(name).toString()));
        try (ScriptedServer server =
                ScriptedServer.playing(request -> request.answer(200, body, "Content-Type: " + type))) {
            arguments.addAll(List.of("--url", server.url()));
            CommandRun run = CommandRun.start(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("the export broke off: its end is missing");
        }
        assertThat(names()).isEmpty();
    }
}
