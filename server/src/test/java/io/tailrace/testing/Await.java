package io.tailrace.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what becomes true on other threads, and fails if it does not. */
public final class Await {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(2);

    private Await() {}

    /** What is waited for; a look at it may fail. */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    /** Looks again and again until the condition holds; {@code what} names it if it does not in 20 seconds. */
    public static <E extends Exception> void until(String what, Condition<E> condition) throws E {
        long deadline = System.nanoTime() + LONGEST;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 20 s: " + what);
            }
            LockSupport.parkNanos(BETWEEN);
        }
    }
}
