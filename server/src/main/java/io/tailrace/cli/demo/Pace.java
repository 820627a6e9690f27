package io.tailrace.cli.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A steady rate: how many entries are due by now, and when to look again.
 *
 * <p>What could not be sent in time is made up for, but only up to a second: after an outage the stream goes on as it was
 * and does not come as a flood. Owned by one thread.
 */
final class Pace {

    private static final double NANOS = 1e9;
    /** Entries that are due within this time go together. */
    private static final long TOGETHER_NANOS = Duration.ofMillis(10).toNanos();

    private static final long FORGIVEN_NANOS = Duration.ofSeconds(1).toNanos();

    private final double perSecond;
    private final LongSupplier nanoTime;
    private long origin;
    private long sent;
    private long lastSent;

    /** {@code perSecond}: more than zero. */
    Pace(double perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.lastSent = origin - TOGETHER_NANOS;
    }

    /** How many should have been sent by now and are not. */
    long due() {
        long now = nanoTime.getAsLong();
        long behind = now - timeOf(sent);
        if (behind > FORGIVEN_NANOS) {
            origin += behind - FORGIVEN_NANOS;
        }
        long elapsed = now - origin;
        return elapsed < 0 ? 0 : (long) (elapsed / NANOS * perSecond) + 1 - sent;
    }

    void sent(long count) {
        sent += count;
        lastSent = nanoTime.getAsLong();
    }

    /** How long nothing is to be done. */
    Duration pause() {
        long next = Math.max(timeOf(sent), lastSent + TOGETHER_NANOS);
        return Duration.ofNanos(Math.max(0, next - nanoTime.getAsLong()));
    }

    private long timeOf(long entry) {
        return origin + (long) (entry / perSecond * NANOS);
    }
}
