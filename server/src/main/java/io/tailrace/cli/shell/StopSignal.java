package io.tailrace.cli.shell;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM as a request to finish what is begun and end with an ordinary exit code.
 *
 * <p>A command that wants this calls {@link #onRequest}; for the others the JVM ends as it always does. The request
 * comes on the JVM's shutdown thread. The command's own thread then has a period of grace to come to its end; after
 * that it is interrupted, and a second later the process ends in any case.
 *
 * <p>A command that came to its end chooses the exit code. For one that did not, the code is that of the signal: the JVM
 * gives it, which is the only one to know which signal came.
 */
public final class StopSignal {

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.INTERRUPTED;
    private volatile @Nullable Wish wish;

    /** What a command wants to happen. */
    private record Wish(Thread command, Duration grace, Runnable action) {}

    /** The signals of this process; for its main method only. */
    public static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::shutDown, "stop-signal"));
        return stop;
    }

    /**
     * From now on a request runs {@code action}, and then waits for the end of the command. Called by the command's
     * thread, which is the one that is interrupted when this takes longer than {@code grace}.
     */
    public void onRequest(Duration grace, Runnable action) {
        wish = new Wish(Thread.currentThread(), grace, action);
    }

    /** What Ctrl-C does, without the signal. */
    public void request() {
        Wish wanted = wish;
        if (wanted != null && requested.compareAndSet(false, true)) {
            wanted.action().run();
        }
    }

    /** Whether Ctrl-C or SIGTERM came, and the command wanted to know. */
    public boolean isRequested() {
        return requested.get();
    }

    /** The command has ended: ends the process with this code. */
    public void exit(int code) {
        exitCode = code;
        finished.countDown();
        System.exit(code);
    }

    private void shutDown() {
        Wish wanted = wish;
        if (wanted == null || finished.getCount() == 0) {
            return;
        }
        request();
        try {
            if (!finished.await(wanted.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                wanted.command().interrupt();
                finished.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (exitCode != ExitCode.INTERRUPTED) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
