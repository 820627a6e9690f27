package io.tailrace.stream;

import java.util.concurrent.TimeUnit;

/**
 * The time that one turn of an event loop may take. What it has no time for is left to the next one, so that connections
 * are served in between however much there is to read. Owned by the event loop.
 */
final class Turn {

    /** A step that is begun is finished, so a turn may take a step longer. */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private long end;

    void begin() {
        end = System.nanoTime() + NANOS;
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }
}
