package io.tailrace.proxy;

import io.tailrace.testing.Installed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real nginx with the shipped configuration, in which only the two ports are replaced.
 *
 * <p>It runs as a daemon: the command that starts it returns once it listens. Belongs to the test's thread.
 */
public final class NginxProcess implements AutoCloseable {

    private static final Path SHIPPED = Path.of("..", "deploy", "nginx", "nginx.conf");
    private static final int SECONDS = 20;

    private final Path directory;
    private final int port;

    private NginxProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static NginxProcess start(Path directory, int upstreamPort) throws IOException, InterruptedException {
        int port = freePort();
        Path configuration = directory.resolve("nginx.conf");
        Path errors = directory.resolve("error.log");
        Files.writeString(
                configuration,
                replaced(
                        replaced(Files.readString(SHIPPED), "listen 127.0.0.1:3000;", "listen 127.0.0.1:" + port + ";"),
                        "server 127.0.0.1:8082;",
                        "server 127.0.0.1:" + upstreamPort + ";"));
        Process start = new ProcessBuilder(
                        Installed.program("nginx"),
                        "-e",
                        "stderr",
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        if (!start.waitFor(SECONDS, TimeUnit.SECONDS) || start.exitValue() != 0) {
            start.destroyForcibly();
            throw new IllegalStateException("nginx did not start: " + Files.readString(errors));
        }
        return new NginxProcess(directory, port);
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        long pid =
                Long.parseLong(Files.readString(directory.resolve("nginx.pid")).strip());
        Optional<ProcessHandle> master = ProcessHandle.of(pid);
        master.ifPresent(ProcessHandle::destroy);
        master.ifPresent(
                ending -> ending.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join());
    }

    private static String replaced(String text, String shipped, String here) {
        if (!text.contains(shipped)) {
            throw new IllegalStateException("the shipped configuration no longer says: " + shipped);
        }
        return text.replace(shipped, here);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
