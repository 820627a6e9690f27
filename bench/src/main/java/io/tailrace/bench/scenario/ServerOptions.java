package io.tailrace.bench.scenario;

import io.tailrace.bench.process.Launch;
import io.tailrace.bench.process.Proc;
import io.tailrace.bench.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is measured, and how it is started. */
final class ServerOptions {

    private static final String LAUNCHER = "tailrace";

    @Option(
            names = "--server",
            paramLabel = "PATH",
            description = "The launcher, or the checkout that it is in (default: tailrace, looked for upwards).")
    private @Nullable Path launcher;

    @Option(names = "--server-arg", paramLabel = "ARG", description = "One more argument for serve; repeatable.")
    private List<String> serverArguments = new ArrayList<>();

    @Option(names = "--port", paramLabel = "PORT", description = "Where it listens (default: any free one).")
    private int port;

    @Option(names = "--attach", paramLabel = "PID", description = "Measure this running server instead of a new one.")
    private long attach;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory, kept after the run (default: a temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--await-quiet",
            paramLabel = "SECONDS",
            description = "Before each turn, wait at most so long for other programs to rest (default: not at all).")
    private int quietPatience;

    private @Nullable Path temporary;

    boolean keepsData() {
        return data != null;
    }

    boolean attaches() {
        return attach != 0;
    }

    /** How long other programs are waited for. */
    Duration quietPatience() {
        return Duration.ofSeconds(quietPatience);
    }

    /** Adds a flag of {@code serve} and its value, unless the person who runs the bench has given that flag. */
    void preset(String flag, String value) {
        if (serverArguments.stream().noneMatch(given -> given.startsWith(flag))) {
            serverArguments.add(flag + "=" + value);
        }
    }

    /** Starts the server, or finds the running one. */
    ServerProcess open() throws IOException, InterruptedException, TimeoutException {
        if (attaches()) {
            return ServerProcess.attached(port, attach);
        }
        int listening = port == 0 ? Proc.freePort() : port;
        Path directory = directory();
        List<String> command = new ArrayList<>(List.of(
                launcher().toString(), "serve", "--port", Integer.toString(listening), "--data", directory.toString()));
        command.addAll(serverArguments);
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        return ServerProcess.start(new Launch(command, Map.of(), "/ready"), listening, log);
    }

    /** Removes a temporary data directory. */
    void clean() {
        if (temporary == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            files.sorted(Comparator.reverseOrder()).forEach(ServerOptions::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        temporary = null;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path directory() throws IOException {
        if (data != null) {
            return Files.createDirectories(data.toAbsolutePath());
        }
        if (temporary == null) {
            temporary = Files.createTempDirectory("tailrace-bench-");
        }
        return Files.createDirectories(temporary.resolve("data"));
    }

    private Path launcher() {
        if (launcher != null) {
            Path named = Files.isDirectory(launcher) ? launcher.resolve(LAUNCHER) : launcher;
            return named.toAbsolutePath();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(LAUNCHER);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("There is no launcher named tailrace here or above; name it with --server.");
    }
}
