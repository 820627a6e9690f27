package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import org.jspecify.annotations.Nullable;

/**
 * One client's cursor on the log: a position, a filter, and the outlet that its entries go to. Everything is called on
 * the event loop of its fan-out. While it waits for an answer from below the event loop it takes no commands; the outlet
 * is told to hold them back.
 */
public final class Subscription {

    /** What a subscription is doing. */
    enum State {
        /** It waits for a worker, for example to find out where it starts. */
        WAITING,
        /** It reads as a member of a cohort. */
        FOLLOWING,
        /** It reads by itself, at most so many entries a second. */
        RATED,
        /** It stays where it is until it is resumed. */
        PAUSED,
        /** It is over. */
        CLOSED
    }

    final Framing framing;
    final Outlet outlet;
    private final Fanout fanout;

    private State state = State.WAITING;
    private FilterKeys filter;
    private @Nullable RateLimit rate;
    private boolean paused;

    private @Nullable Cohort cohort;
    private int slotInCohort;

    /** Where it stands while it is in no cohort, and when it was last sent entries on its own. */
    private long ownPosition;

    private long ownFramesAt;

    /** Where it stands in the list of all subscriptions of its fan-out. */
    int slotInFanout;

    /** The last position that its client was told outside of entries, and when. */
    long toldPosition;

    long toldAt;

    Subscription(Fanout fanout, FilterKeys filter, Framing framing, Outlet outlet, long nanoTime) {
        this.fanout = fanout;
        this.filter = filter;
        this.framing = framing;
        this.outlet = outlet;
        toldAt = nanoTime;
    }

    /** Behind which id lies what was not sent yet. */
    public long position() {
        return cohort == null ? ownPosition : cohort.position;
    }

    public FilterKeys filter() {
        return filter;
    }

    /** Replaces the filter, from the present position on. */
    public void filter(FilterKeys newFilter) {
        if (isOpen()) {
            leave();
            filter = newFilter;
            send(framing.filter(newFilter, ownPosition));
            proceed();
        }
    }

    public void pause() {
        if (isOpen()) {
            paused = true;
            leave();
            proceed();
        }
    }

    /** Goes on where {@link #pause} stopped. */
    public void resume() {
        if (isOpen()) {
            paused = false;
            leave();
            proceed();
        }
    }

    /** Sends at most so many entries a second from here on and leaves out the older ones; 0 for all of them. */
    public void rate(int maxPerSecond) {
        if (isOpen()) {
            leave();
            rate = maxPerSecond == 0 ? null : new RateLimit(maxPerSecond, System.nanoTime());
            proceed();
        }
    }

    /** Jumps to the newest entry. */
    public void seekLive() {
        if (isOpen()) {
            leave();
            fanout.skipTo(this, fanout.committed());
        }
    }

    /** Jumps to a position, forward or back. */
    public void seek(Position target) {
        if (isOpen()) {
            leave();
            fanout.seek(this, target);
        }
    }

    /** The outlet takes more again. */
    public void drained() {
        if (cohort != null && cohort.stalled) {
            cohort.stalled = false;
            fanout.schedule();
        } else if (state == State.RATED) {
            fanout.schedule();
        }
    }

    /** Refuses a client message. */
    public void refuse(String code, String error, int position) {
        send(framing.error(code, error, position));
    }

    /** Ends the subscription; nothing is written to the outlet any more. */
    public void close() {
        if (state != State.CLOSED) {
            leave();
            become(State.CLOSED);
            fanout.forget(this);
        }
    }

    boolean isOpen() {
        return state != State.CLOSED;
    }

    State state() {
        return state;
    }

    @Nullable
    RateLimit rateLimit() {
        return rate;
    }

    /** Whether it moves on by itself. */
    boolean isReading() {
        return state == State.FOLLOWING || state == State.RATED;
    }

    /** When it was last sent entries. */
    long framesAt() {
        return cohort == null ? ownFramesAt : cohort.framesAt;
    }

    /** It is sent entries on its own. */
    void sendFrames(ByteBuf frames) {
        ownFramesAt = System.nanoTime();
        send(frames);
    }

    /** A worker is asked; commands are held back until {@link #proceedAt} or {@link #proceed}. */
    void waitForWorker() {
        leave();
        become(State.WAITING);
        outlet.holdCommands(true);
    }

    /** Goes on reading behind an id. */
    void proceedAt(long id) {
        ownPosition = id;
        proceed();
    }

    /** Goes on reading from its own position, in the way that it was told to; not if it was closed while it waited. */
    void proceed() {
        if (!isOpen()) {
            return;
        }
        if (state == State.WAITING) {
            outlet.holdCommands(false);
        }
        if (paused) {
            become(State.PAUSED);
        } else if (rate != null) {
            become(State.RATED);
        } else {
            become(State.FOLLOWING);
            fanout.join(this);
        }
        fanout.schedule();
    }

    private void become(State next) {
        fanout.changed(this, state, next);
        state = next;
    }

    void moveTo(long id) {
        ownPosition = id;
    }

    void joined(Cohort newCohort, int slot) {
        cohort = newCohort;
        slotInCohort = slot;
    }

    /** Leaves its cohort, if it is in one, and stands for itself at the same position. */
    void leave() {
        if (cohort != null) {
            ownPosition = cohort.position;
            cohort.remove(slotInCohort);
            cohort = null;
        }
    }

    void send(@Nullable ByteBuf message) {
        if (message == null) {
            return;
        }
        if (isOpen()) {
            outlet.write(message);
        } else {
            message.release();
        }
    }
}
