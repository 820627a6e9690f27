package io.tailrace.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The first so many places in the order of time, forwards or backwards, of all that it is shown. The question's thread
 * owns it; its helpers may ask for the edge.
 */
final class FirstInTime {

    private final Comparator<TimePosition> order;
    private final boolean newestFirst;
    private final int most;

    /** The last of them at the head. */
    private final PriorityQueue<TimePosition> held;

    /** The time of the last of them once there are enough: what is beyond is none of them. */
    private volatile long edge;

    FirstInTime(boolean newestFirst, int most) {
        this.newestFirst = newestFirst;
        this.most = most;
        order = newestFirst ? Comparator.reverseOrder() : Comparator.naturalOrder();
        held = new PriorityQueue<>(order.reversed());
        edge = newestFirst ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    int most() {
        return most;
    }

    /** Up to which time, inclusive, one that was not shown yet may belong to them; beyond all times at first. */
    long edge() {
        return edge;
    }

    void show(long timestamp, long id) {
        if (held.size() == most) {
            if (newestFirst ? timestamp < edge : timestamp > edge) {
                return;
            }
            TimePosition shown = new TimePosition(timestamp, id);
            if (order.compare(shown, held.peek()) > 0) {
                return;
            }
            held.poll();
            held.add(shown);
        } else {
            held.add(new TimePosition(timestamp, id));
        }
        if (held.size() == most) {
            edge = held.peek().timestamp();
        }
    }

    /** They, in their order. */
    List<TimePosition> inOrder() {
        List<TimePosition> all = new ArrayList<>(held);
        all.sort(order);
        return all;
    }
}
