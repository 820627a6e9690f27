package io.tailrace.clients;

import io.tailrace.testing.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A script of {@code src/test/js} that runs in Node.js and prints what its client tells.
 *
 * <p>Belongs to the test's thread; a thread of its own reads what the script prints.
 */
final class NodeClient implements Printed {

    private static final Path SCRIPTS = Path.of("src", "test", "js");
    private static final int INSTALL_SECONDS = 120;
    private static final int END_SECONDS = 20;

    private final String script;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private NodeClient(String script, Process process) {
        this.script = script;
        this.process = process;
    }

    static NodeClient start(String script, URI address) throws IOException, InterruptedException {
        install();
        Process process = new ProcessBuilder(Installed.program("node"), script, address.toString())
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        NodeClient client = new NodeClient(script, process);
        BufferedReader printed = process.inputReader();
        Thread.ofVirtual().start(() -> client.read(printed));
        return client;
    }

    /** Installs exactly the libraries that the lock file names, unless they are there. */
    private static void install() throws IOException, InterruptedException {
        Path wanted = SCRIPTS.resolve("package-lock.json");
        Path installed = SCRIPTS.resolve("node_modules").resolve(".package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) >= 0) {
            return;
        }
        Path words = Files.createTempFile("npm", ".log");
        Process npm = new ProcessBuilder(Installed.program("npm"), "ci", "--no-audit", "--no-fund")
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        boolean ended = npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
        String said = Files.readString(words);
        Files.delete(words);
        if (!ended || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm ci failed in " + SCRIPTS.toAbsolutePath() + ": " + said);
        }
    }

    private void read(BufferedReader printed) {
        try (printed) {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    @Override
    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public String toString() {
        return script;
    }
}
