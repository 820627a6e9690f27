package io.tailrace.stream;

import io.tailrace.log.EventLog;
import java.util.concurrent.TimeUnit;

/**
 * Tells clients where they stand when no entries do: at regular times whatever they do, when they have caught up, and when
 * they fall idle, be it after entries or after a stretch of the log in which nothing matched. Clients that cannot be told where
 * they stand only hear at regular times that the server is there. Owned by the event loop of its
 * fan-out.
 */
final class Heartbeats {

    /** How long a stream must be without entries to count as idle. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLog log;
    private final long intervalNanos;

    Heartbeats(EventLog log, StreamLimits limits) {
        this.log = log;
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(limits.heartbeatMillis());
    }

    /** A cursor has come level with the head. */
    void caughtUp(Cursor cursor) {
        if (cursor.framing.tellsPosition()) {
            tell(cursor, System.nanoTime());
        }
    }

    /** Once a second for each cursor, or more often if its heartbeats are. */
    void tick(Cursor cursor, long nanoTime) {
        if (cursor.outlet.isWritable() && (isDue(cursor, nanoTime) || hasFallenIdle(cursor, nanoTime))) {
            tell(cursor, nanoTime);
        }
    }

    private boolean isDue(Cursor cursor, long nanoTime) {
        return nanoTime - cursor.toldAt >= intervalNanos;
    }

    private static boolean hasFallenIdle(Cursor cursor, long nanoTime) {
        return cursor.framing.tellsPosition()
                && cursor.isReading()
                && cursor.position() > cursor.toldPosition
                && nanoTime - cursor.framesAt() >= QUIET_NANOS;
    }

    private void tell(Cursor cursor, long nanoTime) {
        long position = cursor.position();
        cursor.toldAt = nanoTime;
        cursor.toldPosition = position;
        cursor.send(cursor.framing.heartbeat(position, Math.max(0, log.committed() - position)));
    }
}
