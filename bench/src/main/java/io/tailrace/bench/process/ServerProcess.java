package io.tailrace.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server that is measured: a process of its own, started by the bench or already there.
 *
 * <p>One that the bench started is ended by {@link #close}; one that was there is left alone.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(5);
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(60);
    private static final Duration END_PATIENCE = Duration.ofSeconds(60);
    private static final Pattern COMPLAINT = Pattern.compile("\\b(ERROR|WARN|Exception)\\b");
    private static final long POLL_NANOS = 2_000_000;
    private static final int CONNECTIONS_SERVED = 20;
    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private final int port;
    private final long pid;
    private final long startNanos;
    private final @Nullable Started started;

    private ServerProcess(int port, long pid, long startNanos, @Nullable Started started) {
        this.port = port;
        this.pid = pid;
        this.startNanos = startNanos;
        this.started = started;
    }

    private record Started(Process process, Launch launch, Path log) {}

    /** A server that someone else started and will end. */
    public static ServerProcess attached(int port, long pid) {
        return new ServerProcess(port, pid, 0, null);
    }

    /**
     * Starts a server, and returns as soon as it is ready.
     *
     * @param launch the command line and its surroundings
     * @param port   on which the command makes it listen
     * @param log    the file for what it prints
     */
    public static ServerProcess start(Launch launch, int port, Path log)
            throws IOException, InterruptedException, TimeoutException {
        return start(launch, port, log, ProcessBuilder.Redirect.to(log.toFile()));
    }

    private static ServerProcess start(Launch launch, int port, Path log, ProcessBuilder.Redirect output)
            throws IOException, InterruptedException, TimeoutException {
        if (Proc.listening(port)) {
            throw new IllegalStateException("Port " + port + " is taken; give another one with --port.");
        }
        ProcessBuilder builder =
                new ProcessBuilder(launch.command()).redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(launch.environment());
        try (HttpClient http = HttpClient.newHttpClient()) {
            long begun = System.nanoTime();
            long ready;
            Process process = builder.start();
            // It must not outlive a bench that is interrupted.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            try {
                awaitReady(process, http, port, launch.readyPath(), log);
                ready = System.nanoTime();
                awaitAllLoops(process, port, log);
            } catch (IOException | RuntimeException | InterruptedException | TimeoutException e) {
                process.destroyForcibly();
                throw e;
            }
            return new ServerProcess(port, heaviest(process), ready - begun, new Started(process, launch, log));
        }
    }

    private static void awaitReady(Process process, HttpClient http, int port, String path, Path log)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (!Proc.listening(port)) {
            giveUp(process, log, deadline);
            LockSupport.parkNanos(POLL_NANOS);
        }
        while (status(http, port, path) != 200) {
            giveUp(process, log, deadline);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Waits until many connections in a row are not answered 503: a server whose first event loop is ready may still have
     * others that are not, and which of them a connection gets is not in our hand.
     */
    private static void awaitAllLoops(Process process, int port, Path log) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        int served = 0;
        while (served < CONNECTIONS_SERVED) {
            giveUp(process, log, deadline);
            if (unavailable(port)) {
                served = 0;
                LockSupport.parkNanos(POLL_NANOS);
            } else {
                served++;
            }
        }
    }

    /** Asks for a stream, on a connection of its own, in a way that is refused once there are streams. */
    private static boolean unavailable(int port) {
        String request = "GET /ws/logs HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) REQUEST_PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(STATUS_LINE);
            return status.length < STATUS_LINE || new String(status, StandardCharsets.US_ASCII).endsWith(" 503");
        } catch (IOException e) {
            return true; // it listens, but does not serve yet
        }
    }

    private static int status(HttpClient http, int port, String path) throws InterruptedException {
        try {
            return http.send(request(port, path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0; // it listens, but does not serve yet
        }
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(REQUEST_PATIENCE)
                .build();
    }

    private static void giveUp(Process process, Path log, long deadline) throws IOException, TimeoutException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The server ended before it was ready:\n" + Files.readString(log));
        }
        if (System.nanoTime() > deadline) {
            throw new TimeoutException("The server was not ready in time:\n" + Files.readString(log));
        }
    }

    /** The launcher itself or, where it does not replace itself by the server, the process below it that does the work. */
    private static long heaviest(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .max(Comparator.comparingLong(pid -> Proc.memory(pid).rss()))
                .orElseThrow();
    }

    /** Where it listens, on this machine. */
    public int port() {
        return port;
    }

    /** Of the process that does the work. */
    public long pid() {
        return pid;
    }

    /** Begins to count its CPU time. */
    public Usage.Mark mark() {
        return Usage.Mark.now(pid);
    }

    /** Its memory now. */
    public Memory memory() {
        return Proc.memory(pid);
    }

    /** From its start to its first 200 on the path that tells whether it is ready; 0 for one that was there. */
    public long startNanos() {
        return startNanos;
    }

    /** Ends it at once, as {@code kill -9} does; only for one that the bench started. */
    public void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd(started());
    }

    /** Starts the same again after {@link #kill}, on the same port and data, and returns when it is ready. */
    public ServerProcess startAgain() throws IOException, InterruptedException, TimeoutException {
        Started before = started();
        return start(
                before.launch(),
                port,
                before.log(),
                ProcessBuilder.Redirect.appendTo(before.log().toFile()));
    }

    private Started started() {
        if (started == null) {
            throw new IllegalStateException("A server that someone else started cannot be killed and started again.");
        }
        return started;
    }

    /** The body of the answer to a GET. */
    public String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request(port, path), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("GET " + path + " was answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        }
    }

    /** The sum of all samples of a metric from {@code /metrics}; NaN when there is none of that name. */
    public double metric(String name) throws IOException, InterruptedException {
        return metric(get("/metrics"), name);
    }

    /** The sum of all samples of a metric in the text of {@code /metrics}; NaN when there is none of that name. */
    public static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** What a server that the bench started has complained about, at most so many lines of it. */
    public List<String> complaints(int most) throws IOException {
        if (started == null) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(started.log())) {
            return lines.filter(line -> COMPLAINT.matcher(line).find())
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public void close() {
        if (started == null) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        awaitEnd(started);
    }

    private static void awaitEnd(Started started) {
        try {
            started.process()
                    .onExit()
                    .orTimeout(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            started.process().destroyForcibly();
            throw new IllegalStateException("The server did not end within " + END_PATIENCE.toSeconds() + " s.", e);
        }
    }
}
