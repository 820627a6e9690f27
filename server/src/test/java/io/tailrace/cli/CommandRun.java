package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command line inside the test: what it is given, what it prints, and how it ends.
 *
 * <p>The command has a thread of its own; the test's thread waits for its output or its end.
 */
public final class CommandRun {

    private static final int SECONDS = 60;

    private final Watched out = new Watched();
    private final Watched err = new Watched();
    private final AtomicReference<@Nullable Runnable> outReader = new AtomicReference<>();
    private final StopSignal stop = new StopSignal();
    private final Thread command;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** A stream whose content can be waited for, looking at each byte once. */
    private static final class Watched extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int size) {
            super.write(bytes, from, size);
            notifyAll();
        }

        synchronized boolean await(byte[] text, long millis) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            int searched = 0;
            while (true) {
                for (; searched + text.length <= count; searched++) {
                    if (Arrays.equals(buf, searched, searched + text.length, text, 0, text.length)) {
                        return true;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        }
    }

    private CommandRun(InputStream in, Map<String, String> environment, String... arguments) {
        Stdio stdio = new Stdio(in, out, new PrintStream(err, true, UTF_8), false, false, outReader::set);
        command = Thread.ofPlatform().daemon().name("command-run").start(() -> {
            try {
                exitCode.complete(Tailrace.commandLine(stdio, environment, stop).execute(arguments));
            } catch (Throwable fault) {
                exitCode.completeExceptionally(fault);
            }
        });
    }

    public static CommandRun start(InputStream in, Map<String, String> environment, String... arguments) {
        return new CommandRun(in, environment, arguments);
    }

    /** With nothing on stdin and an empty environment. */
    public static CommandRun start(String... arguments) {
        return start(InputStream.nullInputStream(), Map.of(), arguments);
    }

    /** With this text on stdin. */
    public static CommandRun reading(String text, String... arguments) {
        return start(new ByteArrayInputStream(text.getBytes(UTF_8)), Map.of(), arguments);
    }

    /** Presses Ctrl-C. */
    public CommandRun interrupt() {
        stop.request();
        return this;
    }

    /** Lets the time pass that a command has after Ctrl-C to finish what it began. */
    public CommandRun interruptItsThread() {
        command.interrupt();
        return this;
    }

    /** The reader of stdout goes away, as {@code head} does when it has enough. */
    public CommandRun leaveOut() {
        Await.until("the command watches its reader", () -> outReader.get() != null);
        Objects.requireNonNull(outReader.get()).run();
        return this;
    }

    /** Waits for the end. */
    public int exitCode() throws Exception {
        return exitCode.get(SECONDS, TimeUnit.SECONDS);
    }

    public boolean isRunning() {
        return !exitCode.isDone();
    }

    public String out() {
        return out.toString(UTF_8);
    }

    /** All that it printed; waits for its end. */
    public String outAtItsEnd() throws Exception {
        exitCode();
        return out();
    }

    public String err() {
        return err.toString(UTF_8);
    }

    /** Waits until stdout contains this. */
    public CommandRun awaitOut(String text) throws InterruptedException {
        return await(out, text);
    }

    /** Waits until stderr contains this. */
    public CommandRun awaitErr(String text) throws InterruptedException {
        return await(err, text);
    }

    private CommandRun await(Watched stream, String text) throws InterruptedException {
        if (!stream.await(text.getBytes(UTF_8), TimeUnit.SECONDS.toMillis(SECONDS))) {
            throw new IllegalStateException("never printed \"" + text + "\", but:\n" + shown(out()) + "\n" + err());
        }
        return this;
    }

    private static String shown(String text) {
        return text.substring(Math.max(0, text.length() - 2000));
    }
}
