package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.FilterKeys;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in the log: a position, a filter, and the outlet that its entries go to. Either something reads for it
 * (see {@link Membership}) or it stands for itself. Owned by the event loop of its fan-out.
 */
final class Cursor {

    final Framing framing;
    final Outlet outlet;
    private final StreamMeters meters;
    private final Faults faults;

    private SubscriptionState state = SubscriptionState.WAITING;
    private FilterKeys filter;
    private @Nullable RateLimit rate;
    private boolean paused;

    private @Nullable Membership reader;

    /** What a worker finds out for it, while it waits. */
    private @Nullable Reading<?> asked;

    /** Where it stands while nothing reads for it, and when it was last sent entries on its own. */
    private long position;

    private long framesAt;

    /** The last position that its client was told outside of entries, and when. */
    long toldPosition;

    long toldAt;

    Cursor(
            FilterKeys filter,
            Framing framing,
            Outlet outlet,
            StreamMeters meters,
            Faults faults,
            long position,
            long nanoTime) {
        this.filter = filter;
        this.framing = framing;
        this.outlet = outlet;
        this.meters = meters;
        this.faults = faults;
        this.position = position;
        toldPosition = position;
        toldAt = nanoTime;
        meters.opened();
    }

    long position() {
        return reader == null ? position : reader.position();
    }

    /** When it was last sent entries. */
    long framesAt() {
        return reader == null ? framesAt : reader.framesAt();
    }

    SubscriptionState state() {
        return state;
    }

    boolean isOpen() {
        return state != SubscriptionState.CLOSED;
    }

    /** Whether it moves on by itself. */
    boolean isReading() {
        return state == SubscriptionState.FOLLOWING || state == SubscriptionState.RATED;
    }

    FilterKeys filter() {
        return filter;
    }

    @Nullable
    RateLimit rate() {
        return rate;
    }

    boolean isPaused() {
        return paused;
    }

    void filter(FilterKeys newFilter) {
        filter = newFilter;
    }

    void rate(@Nullable RateLimit newRate) {
        rate = newRate;
    }

    void paused(boolean isPaused) {
        paused = isPaused;
    }

    /** The one way from state to state: counts it, and holds the client's commands back while a worker is asked. */
    void become(SubscriptionState next) {
        if (state == SubscriptionState.CLOSED) {
            throw new IllegalStateException("a subscription that is over does not become " + next);
        }
        SubscriptionState before = state;
        state = next;
        meters.changed(before, next);
        if (next == SubscriptionState.CLOSED) {
            return;
        }
        boolean waits = next == SubscriptionState.WAITING;
        if (waits != (before == SubscriptionState.WAITING)) {
            outlet.holdCommands(waits);
        }
    }

    /** Something reads for it from here on. */
    void readBy(Membership newReader) {
        if (reader != null) {
            throw new IllegalStateException("something reads for this subscription already");
        }
        reader = newReader;
    }

    /** Stands for itself, where it is. */
    void leave() {
        Membership left = reader;
        if (left != null) {
            position = left.position();
            framesAt = left.framesAt();
            reader = null;
            left.leave();
        }
    }

    /** Moves while nothing reads for it. */
    void moveTo(long id) {
        position = id;
    }

    /** The outlet takes more again; says whether a turn is wanted. */
    boolean drained() {
        return reader != null && reader.drained();
    }

    /** Waits for what a worker finds out. */
    void waitFor(Reading<?> reading) {
        asked = reading;
    }

    /** What it waited for has come, or will not come. */
    void waitedEnough() {
        asked = null;
    }

    /** Ends it; nothing is written to its outlet any more, and what a worker does for it is stopped. */
    void close() {
        if (isOpen()) {
            leave();
            become(SubscriptionState.CLOSED);
            Reading<?> reading = asked;
            asked = null;
            if (reading != null) {
                reading.cancel();
            }
        }
    }

    /** Ends it because the server failed, so that its client may come back. Never throws. */
    void fail() {
        if (isOpen()) {
            try {
                close();
                outlet.close(Outlet.End.FAULT);
            } catch (Throwable fault) {
                faults.caught(Seam.CLIENT, "A stream could not be closed", fault);
            }
        }
    }

    /** It is sent entries on its own. */
    void sendFrames(ByteBuf frames) {
        framesAt = System.nanoTime();
        send(frames);
    }

    /**
     * Sends a message, unless it is none or the subscription is over. Takes the message over. Never throws: if the outlet
     * fails, the subscription does.
     */
    void send(@Nullable ByteBuf message) {
        if (message == null) {
            return;
        }
        if (!isOpen()) {
            message.release();
            return;
        }
        try {
            outlet.write(message);
        } catch (Throwable fault) {
            faults.caught(Seam.CLIENT, "A stream could not be written to", fault);
            fail();
        }
    }
}
