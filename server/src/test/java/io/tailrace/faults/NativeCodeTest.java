package io.tailrace.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.tailrace.testing.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server, laid out as it is packaged, needs of the machine's temporary directory: nothing. */
final class NativeCodeTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    @TempDir
    static Path shared;

    private static String duckDb = "";
    private static Path packaged = Path.of("");

    /** The package has DuckDB's native code beside a jar without it. */
    @BeforeAll
    static void layOut() throws IOException {
        duckDb = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("duckdb_jdbc"))
                .findAny()
                .orElseThrow();
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String library = "libduckdb_java.so_linux_" + arch;
        packaged = shared.resolve("duckdb_jdbc.jar");
        try (ZipFile whole = new ZipFile(duckDb);
                ZipOutputStream bare = new ZipOutputStream(Files.newOutputStream(packaged))) {
            for (ZipEntry entry : whole.stream().toList()) {
                try (InputStream content = whole.getInputStream(entry)) {
                    if (entry.getName().equals(library)) {
                        Files.copy(content, shared.resolve(library));
                    } else if (!entry.getName().contains(".so_")) {
                        bare.putNextEntry(new ZipEntry(entry.getName()));
                        content.transferTo(bare);
                    }
                }
            }
        }
    }

    @Test
    void aKilledServerLeavesNothingInTheTemporaryDirectory(@TempDir Path temporary, @TempDir Path directory)
            throws Exception {
        try (ServerProcess server = start(temporary, directory.resolve("data"))) {
            assertThat(postZstd(server)).isEqualTo(201);
            server.kill();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aTemporaryDirectoryFromWhichNothingMayBeRunIsGoodEnough(@TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("noexec"));
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "tmpfs", temporary.toString());
        try {
            Path data = directory.resolve("above/data");
            // Where this user may not mount, it is a directory in which nothing can be made at all.
            Path unusable = Files.createFile(directory.resolve("file")).resolve("tmp");
            try (ServerProcess server = start(isMounted ? temporary : unusable, data)) {
                assertThat(postZstd(server)).isEqualTo(201);

                assertThat(loaded(server))
                        .anyMatch(path -> path.startsWith(data + "/tmp/libnetty_transport_native_epoll"))
                        .anyMatch(path -> path.startsWith(data + "/tmp/libzstd"))
                        .noneMatch(path -> path.startsWith(temporary.toString()));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                        .isEqualTo("rwxr-x---");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tmp"))))
                        .isEqualTo("rwxr-x---");
            }
        } finally {
            if (isMounted) {
                assertThat(run("umount", temporary.toString())).isTrue();
            }
        }
    }

    @Test
    void whatAKilledServerUnpackedIsGoneAfterTheNextStart(@TempDir Path temporary, @TempDir Path directory)
            throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(temporary, data)) {
            for (int round = 0; round < 3; round++) {
                assertThat(postZstd(server)).isEqualTo(201);
                server.kill();
                server.restart();
            }
            assertThat(postZstd(server)).isEqualTo(201);
            try (Stream<Path> unpacked = Files.list(data.resolve("tmp"))) {
                assertThat(unpacked.filter(file -> file.toString().endsWith(".so")))
                        .as("of this process only")
                        .hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    private static ServerProcess start(Path temporary, Path data) {
        return ServerProcess.startThrough(
                List.of(
                        "env",
                        "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=" + temporary,
                        "WHOLE=" + duckDb,
                        "BARE=" + packaged,
                        "bash",
                        "-c",
                        "exec \"${@/\"$WHOLE\"/\"$BARE\"}\"",
                        "bash"),
                data);
    }

    private static int postZstd(ServerProcess server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.http("/api/logs"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Zstd.compress(ENTRY.getBytes(UTF_8))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    /** The libraries that the process has loaded. */
    private static List<String> loaded(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/maps")).stream()
                .filter(line -> line.contains(".so"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
