package io.tailrace.stream;

import io.tailrace.filter.Filter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cursors that share a filter, a framing and a position, and so one read, one encoding and one buffer. Owned by the
 * event loop of its fan-out; {@link Cohorts} moves it from state to state.
 */
final class Cohort {

    /** What those who read together have in common, beside their position. */
    record Key(Filter filter, Framing framing) {}

    /** What a cohort is doing. */
    enum State {
        /** It is level with the head or a step behind it, the one of its key that is. */
        LIVE,
        /** It reads on, or waits for a place to have a page read. */
        BEHIND,
        /** A worker reads a page of the history for it. */
        READING,
        /** None of its members takes more at present. */
        STALLED,
        /** It has no members, and is forgotten. */
        OVER
    }

    final Key key;
    private final Consumer<Cohort> drained;
    private final List<Member> members = new ArrayList<>();

    /** Framed already and next to be sent, from a page of the history. */
    private final Deque<Batch> pending = new ArrayDeque<>();

    private State state;
    private long position;
    private long stalledAt;
    private long framesAt;
    private @Nullable Reading<Page> page;

    /** @param drained told when a member takes more again though the cohort is stalled */
    Cohort(Key key, long position, Consumer<Cohort> drained) {
        this.key = key;
        this.position = position;
        this.drained = drained;
        state = State.BEHIND;
    }

    State state() {
        return state;
    }

    boolean is(State asked) {
        return state == asked;
    }

    /** Only {@link Cohorts#move} calls this. */
    void state(State next) {
        if (state == State.OVER) {
            throw new IllegalStateException("a cohort that is over does not become " + next);
        }
        if (next == State.STALLED) {
            stalledAt = System.nanoTime();
        }
        state = next;
    }

    /** Behind this id lies what the members have not been sent. */
    long position() {
        return position;
    }

    void position(long id) {
        position = id;
    }

    /** Since when no member takes more. */
    long stalledAt() {
        return stalledAt;
    }

    /** The members are sent entries now. */
    void framesSent(long nanoTime) {
        framesAt = nanoTime;
    }

    Deque<Batch> pending() {
        return pending;
    }

    /** Gives back what was framed and is not sent; says whether that was anything. */
    boolean dropPending() {
        boolean some = !pending.isEmpty();
        pending.forEach(Batch::close);
        pending.clear();
        return some;
    }

    /** The page that a worker reads for it while it is {@link State#READING}. */
    void page(@Nullable Reading<Page> reading) {
        page = reading;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    Cursor member(int index) {
        return members.get(index).cursor;
    }

    void add(Cursor cursor) {
        if (state == State.OVER) {
            throw new IllegalStateException("a cohort that is over takes no members");
        }
        Member member = new Member(cursor, members.size());
        cursor.readBy(member);
        members.add(member);
    }

    /** Tells the members what they cannot have, and goes on behind it. */
    void tell(Gap gap) {
        position = gap.next().id();
        for (int i = members.size() - 1; i >= 0; i--) {
            member(i).send(key.framing().gap(gap));
        }
    }

    /** One cursor's place among the members. */
    private final class Member implements Membership {

        private final Cursor cursor;
        private int slot;

        Member(Cursor cursor, int slot) {
            this.cursor = cursor;
            this.slot = slot;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long framesAt() {
            return framesAt;
        }

        /** The last member moves into its place. */
        @Override
        public void leave() {
            Member last = members.removeLast();
            if (last != this) {
                members.set(slot, last);
                last.slot = slot;
            }
            Reading<Page> reading = page;
            if (members.isEmpty() && reading != null) {
                reading.cancel();
            }
        }

        @Override
        public boolean drained() {
            if (state != State.STALLED) {
                return false;
            }
            drained.accept(Cohort.this);
            return true;
        }
    }
}
