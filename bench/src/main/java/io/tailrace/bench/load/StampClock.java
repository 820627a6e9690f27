package io.tailrace.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A wall clock in microseconds since 1970 that goes forward evenly: the time of its creation plus {@link System#nanoTime}.
 * Senders and readers of one process share one, so a latency is the difference of two readings. Safe for any thread.
 */
public final class StampClock {

    private final long baseMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final long baseNanos = System.nanoTime();

    /** The time now. */
    public long micros() {
        return microsAt(System.nanoTime());
    }

    /** The reading that belongs to a value of {@link System#nanoTime}. */
    public long microsAt(long nanoTime) {
        return baseMicros + (nanoTime - baseNanos) / 1_000;
    }
}
