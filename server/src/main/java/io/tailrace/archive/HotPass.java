package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import io.tailrace.log.HotTail;
import io.tailrace.log.RunningQuery;

/**
 * A query's passes over the hot tail, which hold nothing up: they take no lock, and what is evicted under them is in the
 * archive by then. Owned by the query's thread.
 */
final class HotPass {

    private final HotTail tail;
    private final RunningQuery running;
    private final EntryView view = new EntryView();

    HotPass(HotTail tail, RunningQuery running) {
        this.tail = tail;
        this.running = running;
    }

    /** Takes entries that match; what it is lent is only good for the call. */
    interface Visitor {
        /** Takes the entry at an index of a block, and says whether to go on. */
        boolean entry(EntryBlock block, int index, EntryView view);
    }

    /**
     * Goes from an id back to another one.
     *
     * @return the highest id that was not looked at; it and all below are in the archive, or below {@code lowest}
     */
    long back(long highest, long lowest, Filter filter, Visitor visitor) {
        long id = highest;
        long sequence = tail.sequenceOf(id);
        while (id >= lowest) {
            running.check();
            EntryBlock block = tail.at(sequence--, id);
            if (block == null) {
                return id;
            }
            for (; id >= lowest && id >= block.firstId(); id--) {
                int index = block.indexOf(id);
                if (filter.matches(view.at(block, index)) && !visitor.entry(block, index, view)) {
                    return id - 1;
                }
            }
        }
        return id;
    }

    /**
     * Goes from an id on to another one.
     *
     * @return the lowest id that was not looked at; the tail holds it no more, or it is above {@code highest}, or the
     *     visitor ended the pass
     */
    long forth(long lowest, long highest, Filter filter, Visitor visitor) {
        long id = lowest;
        long sequence = tail.sequenceOf(id);
        while (id <= highest) {
            running.check();
            EntryBlock block = tail.at(sequence++, id);
            if (block == null) {
                return id;
            }
            for (; id <= highest && id <= block.lastId(); id++) {
                int index = block.indexOf(id);
                if (filter.matches(view.at(block, index)) && !visitor.entry(block, index, view)) {
                    return id + 1;
                }
            }
        }
        return id;
    }
}
