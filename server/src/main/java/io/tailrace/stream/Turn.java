package io.tailrace.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time that one turn of an event loop may take. What it has no time for is left to the next one, so that connections
 * are served in between however much there is to read. Owned by the event loop.
 */
final class Turn {

    /** A step that is begun is finished, so a turn may take a step longer. */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final LongSupplier nanoTime;
    private long end;

    /** @param nanoTime as {@link System#nanoTime} */
    Turn(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void begin() {
        end = nanoTime.getAsLong() + NANOS;
    }

    boolean isOver() {
        return nanoTime.getAsLong() - end >= 0;
    }
}
