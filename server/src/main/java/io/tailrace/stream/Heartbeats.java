package io.tailrace.stream;

import io.tailrace.log.EventLog;
import java.util.concurrent.TimeUnit;

/**
 * Tells clients where they stand when no entries do: at regular times, when they have caught up, and when they fall idle,
 * be it after entries or after a stretch of the log in which nothing matched. Owned by the event loop of its fan-out.
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

    /** A subscription has come level with the head. */
    void caughtUp(Subscription subscription, long position) {
        tell(subscription, position, System.nanoTime());
    }

    /** Once a second for each subscription, or more often if its heartbeats are. */
    void tick(Subscription subscription, long nanoTime) {
        if (subscription.outlet.isWritable()
                && (isDue(subscription, nanoTime) || hasFallenIdle(subscription, nanoTime))) {
            tell(subscription, subscription.position(), nanoTime);
        }
    }

    private boolean isDue(Subscription subscription, long nanoTime) {
        return nanoTime - subscription.toldAt >= intervalNanos && subscription.state() != Subscription.State.WAITING;
    }

    private static boolean hasFallenIdle(Subscription subscription, long nanoTime) {
        return subscription.isReading()
                && subscription.position() > subscription.toldPosition
                && nanoTime - subscription.framesAt() >= QUIET_NANOS;
    }

    private void tell(Subscription subscription, long position, long nanoTime) {
        subscription.toldAt = nanoTime;
        subscription.toldPosition = position;
        subscription.send(subscription.framing.heartbeat(position, Math.max(0, log.committed() - position)));
    }
}
