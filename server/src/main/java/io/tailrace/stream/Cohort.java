package io.tailrace.stream;

import io.tailrace.filter.Filter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The subscriptions that share a filter, a framing and a position, and so one read, one encoding and one buffer. Owned
 * by the event loop of its fan-out.
 */
final class Cohort {

    /** What those who read together have in common, beside their position. */
    record Key(Filter filter, Framing framing) {}

    final Key key;

    /** Behind this id lies what the members have not been sent. */
    long position;

    /** Framed already and next to be sent, from a page of the history. */
    final Deque<Batch> pending = new ArrayDeque<>();

    /** Whether it has a place among the pages that may be held: one is being read, or waits in {@link #pending}. */
    boolean holdsPage;

    /** Whether a read of the history is under way. */
    boolean reading;

    /** Whether no member takes more at present, and since when. */
    boolean stalled;

    long stalledAt;

    /** When the members were last sent entries. */
    long framesAt;

    private final List<Subscription> members = new ArrayList<>();

    Cohort(Key key, long position) {
        this.key = key;
        this.position = position;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    Subscription member(int index) {
        return members.get(index);
    }

    void add(Subscription subscription) {
        subscription.joined(this, members.size());
        members.add(subscription);
    }

    /** Takes a member out; the last one moves into its place. */
    void remove(int index) {
        Subscription last = members.removeLast();
        if (index < members.size()) {
            members.set(index, last);
            last.joined(this, index);
        }
    }

    /** Tells the members what they cannot have, and goes on behind it. */
    void tell(Gap gap) {
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).send(key.framing().gap(gap));
        }
        position = gap.next().id();
    }

    void dropPending() {
        pending.forEach(Batch::release);
        pending.clear();
    }
}
