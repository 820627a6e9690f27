package io.tailrace.bench.soak;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * When the soak itself has ended the server, so that a broken connection can be told from a fault. Safe for any thread.
 *
 * <p>A connection belongs to the life of the server in which it was made; that it ends with this life is expected.
 */
final class Outages {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Even while the server serves, odd while it is away. */
    private final AtomicInteger lives = new AtomicInteger();

    /** The server is about to be killed. */
    void begin() {
        lives.incrementAndGet();
    }

    /** It serves again. */
    void end() {
        lives.incrementAndGet();
    }

    boolean away() {
        return lives.get() % 2 == 1;
    }

    /** Which life this is, to be asked about later. */
    int life() {
        return lives.get();
    }

    /** Whether the server has served without a break since this life was asked for. */
    boolean unbroken(int life) {
        return life % 2 == 0 && lives.get() == life;
    }

    /** Waits until the server serves. */
    void awaitEnd() {
        while (away()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
