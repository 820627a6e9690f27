package io.tailrace.fault;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The end of threads that work for others: they take nothing more and may finish what they took, for a few seconds; what
 * does not end by then is interrupted and given up. Any thread may call, and waits.
 */
public final class LastWork {

    private static final long SECONDS = 5;

    private LastWork() {}

    /** Stops them. If the caller is interrupted it waits no longer, and stays interrupted. */
    public static void finish(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
