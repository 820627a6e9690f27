package io.tailrace.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The floor under every fan-out: a program that does nothing but send a ready frame to one socket after another.
 *
 * <p>It is called with {@code PORT CLIENTS RATE SECONDS}, takes exactly so many WebSocket clients, sends for so long, and
 * prints {@code cpu-us/send=}, its own CPU time for one send.
 */
public final class FloorProgram implements AutoCloseable {

    private static final Pattern COST = Pattern.compile("cpu-us/send=([0-9.]+)");
    private static final Duration LISTEN_PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 2_000_000;

    private final Process process;
    private final int seconds;

    private FloorProgram(Process process, int seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /** Starts it, and returns when clients can connect. */
    public static FloorProgram start(Path binary, int port, int clients, int perSecond, int seconds)
            throws IOException, TimeoutException {
        Process process = new ProcessBuilder(
                        binary.toString(),
                        Integer.toString(port),
                        Integer.toString(clients),
                        Integer.toString(perSecond),
                        Integer.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        long deadline = System.nanoTime() + LISTEN_PATIENCE.toNanos();
        while (!Proc.listening(port)) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                process.destroyForcibly();
                throw new TimeoutException("The floor program does not listen on port " + port + ".");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return new FloorProgram(process, seconds);
    }

    /** Waits for its end, and answers the CPU microseconds that one send cost it. */
    public double microsPerSend() throws IOException, InterruptedException, TimeoutException {
        if (!process.waitFor(seconds + 20L, TimeUnit.SECONDS)) {
            throw new TimeoutException("The floor program does not end.");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher cost = COST.matcher(said);
        if (!cost.find()) {
            throw new IllegalStateException("The floor program did not say what a send costs: " + said);
        }
        return Double.parseDouble(cost.group(1));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
