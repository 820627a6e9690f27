package io.tailrace.stream;

import io.tailrace.entry.Level;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.CountLookUp;
import io.tailrace.log.EventLog;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings cursors to where their clients want them, and has them read from there in the way that was asked for. Owned by the
 * event loop of its fan-out. A client's commands come here one after the other, and none while its cursor waits.
 */
final class Navigator {

    private final EventLog log;
    private final Cohorts cohorts;
    private final RatedReader rated;
    private final Questions questions;
    private final Runnable wake;

    /** @param wake has a turn taken soon */
    Navigator(EventLog log, Cohorts cohorts, RatedReader rated, Questions questions, Runnable wake) {
        this.log = log;
        this.cohorts = cohorts;
        this.rated = rated;
        this.questions = questions;
        this.wake = wake;
    }

    /**
     * Begins to read for a new cursor.
     *
     * @param head the newest id that its client was told of
     */
    void start(Cursor cursor, Start start, long head) {
        Optional<StartPoint> known = StartPoint.atOnce(log, start, head);
        if (known.isPresent()) {
            begin(cursor, known.get());
            return;
        }
        boolean asked = questions.ask(
                cursor, StartPoint.lookedUp(log, cursor.filter().filter(), start, head), point -> begin(cursor, point));
        if (asked) {
            cursor.outlet.holdCommands(true);
        } else {
            cursor.fail();
        }
    }

    private void begin(Cursor cursor, StartPoint point) {
        cursor.moveTo(point.position());
        if (point.gap() != null) {
            cursor.send(cursor.framing.gap(point.gap()));
        }
        proceed(cursor);
    }

    /** Goes on reading from where the cursor stands, in the way that it was told to. */
    private void proceed(Cursor cursor) {
        if (!cursor.isOpen()) {
            return;
        }
        RateLimit rate = cursor.rate();
        if (cursor.isPaused()) {
            cursor.become(SubscriptionState.PAUSED);
        } else if (rate != null) {
            cursor.become(SubscriptionState.RATED);
            rated.join(cursor, rate);
        } else {
            cursor.become(SubscriptionState.FOLLOWING);
            cohorts.join(cursor);
        }
        wake.run();
    }

    /** Replaces the filter, from the present position on. */
    void filter(Cursor cursor, FilterKeys filter) {
        if (mayMove(cursor)) {
            cursor.leave();
            cursor.filter(filter);
            cursor.send(cursor.framing.filter(filter, cursor.position()));
            proceed(cursor);
        }
    }

    void pause(Cursor cursor, boolean isPaused) {
        if (mayMove(cursor)) {
            cursor.leave();
            cursor.paused(isPaused);
            proceed(cursor);
        }
    }

    /**
     * Sends at most so many entries a second from here on and leaves out the older ones; 0 for all of them. With a level, half of
     * them are for entries of that level and above.
     */
    void rate(Cursor cursor, int maxPerSecond, @Nullable Level halfFrom) {
        if (mayMove(cursor)) {
            cursor.leave();
            cursor.rate(maxPerSecond == 0 ? null : new RateLimit(maxPerSecond, halfFrom, System.nanoTime()));
            proceed(cursor);
        }
    }

    /** Jumps to the newest entry. */
    void seekLive(Cursor cursor) {
        if (mayMove(cursor)) {
            skipTo(cursor, log.committed());
        }
    }

    /** Jumps to a position, forward or back. */
    void seek(Cursor cursor, Position target) {
        if (mayMove(cursor)) {
            StartPoint point = StartPoint.after(log, target);
            if (point.gap() == null && point.position() > cursor.position()) {
                skipTo(cursor, point.position());
            } else {
                cursor.leave();
                begin(cursor, point);
            }
        }
    }

    /** Moves a cursor ahead to an id and tells its client how much that left out. */
    private void skipTo(Cursor cursor, long target) {
        long from = cursor.position();
        if (target <= from) {
            return;
        }
        CountLookUp left = log.countLookUp(cursor.filter().filter(), from, target);
        cursor.leave();
        boolean asked = questions.ask(
                cursor, running -> left.step(running) ? Optional.of(left.count()) : Optional.empty(), count -> {
                    cursor.moveTo(target);
                    cursor.send(cursor.framing.skipped(from + 1, target, count, OptionalLong.empty()));
                    proceed(cursor);
                });
        if (!asked) {
            refuse(cursor, "overloaded", "too many streams look something up; try again in a second");
            proceed(cursor);
        }
    }

    private static void refuse(Cursor cursor, String code, String error) {
        cursor.send(cursor.framing.error(code, error, -1));
    }

    /** Whether a command is carried out: not if the subscription is over. */
    private static boolean mayMove(Cursor cursor) {
        if (cursor.state() == SubscriptionState.WAITING) {
            throw new IllegalStateException("commands are to be held back while a subscription waits");
        }
        return cursor.isOpen();
    }

    /** The outlet takes more again. */
    void drained(Cursor cursor) {
        if (cursor.drained()) {
            wake.run();
        }
    }
}
