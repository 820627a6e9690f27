package io.tailrace.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server: {@code tailrace serve} in a process of its own, on loopback, with its own data directory.
 *
 * <p>It takes a free port at its first start and keeps it over restarts, so that clients find it again. Belongs to the
 * test's thread; a thread of its own reads what the process prints.
 */
public final class ServerProcess implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;
    private static final Pattern ADDRESS = Pattern.compile("http://[^\\s/]+:(\\d+)");

    private final List<String> launcher;
    private final List<String> jvmOptions;
    private final Path data;
    private final List<String> options;
    private Process process;
    private int port;

    private ServerProcess(List<String> launcher, List<String> jvmOptions, Path data, List<String> options) {
        this.launcher = launcher;
        this.jvmOptions = jvmOptions;
        this.data = data;
        this.options = options;
        this.process = launch(0);
        this.port = awaitAddress();
    }

    /** Starts and waits until it serves; {@code options} are further options of {@code tailrace serve}. */
    public static ServerProcess start(Path data, String... options) {
        return new ServerProcess(List.of(), List.of(), data, List.of(options));
    }

    /** Starts it through another command, which takes the server's as its last arguments and becomes it. */
    public static ServerProcess startThrough(List<String> launcher, Path data, String... options) {
        return new ServerProcess(launcher, List.of(), data, List.of(options));
    }

    /** Starts it in a JVM with further options. */
    public static ServerProcess startWith(List<String> jvmOptions, Path data, String... options) {
        return new ServerProcess(List.of(), jvmOptions, data, List.of(options));
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** How it ended, after {@link #kill} or {@link #stop}. */
    public int exitCode() {
        return process.exitValue();
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** Ends it as a power cut would: {@code kill -9}. */
    public void kill() {
        end(process.destroyForcibly());
    }

    /** Ends it as a supervisor would: {@code SIGTERM}. */
    public void stop() {
        process.destroy();
        end(process);
    }

    /** Starts it again on the same port and data, after {@link #kill} or {@link #stop}, and waits until it serves. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("the server still runs");
        }
        process = launch(port);
        awaitAddress();
    }

    @Override
    public void close() {
        kill();
    }

    /** The command that serves this directory on this port, 0 for any. */
    public static List<String> command(int port, Path data) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tailrace.cli.Tailrace",
                "serve",
                "--port",
                String.valueOf(port),
                "--data",
                data.toString());
    }

    private Process launch(int onPort) {
        List<String> command = new ArrayList<>(launcher);
        List<String> server = new ArrayList<>(command(onPort, data));
        server.addAll(1, jvmOptions);
        command.addAll(server);
        command.addAll(options);
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that names the address, which is printed once the server is ready. */
    private int awaitAddress() {
        CompletableFuture<Integer> announced = new CompletableFuture<>();
        BufferedReader lines = process.inputReader();
        Thread.ofVirtual().start(() -> read(lines, announced));
        try {
            return announced.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            kill();
            throw new IllegalStateException("the server did not become ready", e);
        }
    }

    /** Reads to the end, so that the process never waits for its output to be read. */
    private static void read(BufferedReader lines, CompletableFuture<Integer> announced) {
        StringBuilder printed = new StringBuilder();
        lines.lines().forEach(line -> {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                announced.complete(Integer.valueOf(address.group(1)));
            }
            if (!announced.isDone()) {
                printed.append(line).append('\n');
            }
        });
        announced.completeExceptionally(new IllegalStateException("it ended, and had printed:\n" + printed));
    }

    private static void end(Process ending) {
        try {
            if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the server ends", e);
        }
    }
}
