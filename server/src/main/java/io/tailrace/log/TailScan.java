package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the hot tail from a position, handing over what matches. Reusable, so that a scan allocates nothing;
 * what the last scan did is asked of it afterwards. Owned by one thread.
 */
public final class TailScan {

    private final HotTail tail;
    private final EntryView view = new EntryView();

    private long position;
    private long matches;
    private boolean belowTail;

    public TailScan(HotTail tail) {
        this.tail = tail;
    }

    /**
     * Scans from behind a position up to an id, within limits.
     *
     * @param upTo at most what is committed
     */
    public void scan(Filter filter, long after, long upTo, ScanLimits limits, EntrySink sink) {
        position = after;
        matches = 0;
        belowTail = false;
        long scannedBytes = 0;
        long matchedBytes = 0;
        long sequence = tail.sequenceOf(after + 1);
        while (position < upTo) {
            EntryBlock block = tail.at(sequence++, position + 1);
            if (block == null) {
                belowTail = true;
                return;
            }
            int last = block.indexOf(Math.min(upTo, block.lastId()));
            for (int index = block.indexOf(position + 1); index <= last; index++) {
                int size = block.end(index) - block.start(index);
                scannedBytes += size;
                position++;
                if (filter.matches(view.at(block, index))) {
                    sink.entry(position, block.bytes(), block.start(index), block.end(index));
                    matches++;
                    matchedBytes += size;
                }
                if (scannedBytes >= limits.scannedBytes()
                        || matches >= limits.matches()
                        || matchedBytes >= limits.matchedBytes()) {
                    return;
                }
            }
        }
    }

    /** Up to here everything was looked at. */
    public long position() {
        return position;
    }

    /** How many entries matched. */
    public long matches() {
        return matches;
    }

    /** Whether the scan stopped because what follows its position is no longer in the tail. */
    public boolean isBelowTail() {
        return belowTail;
    }

    /**
     * Goes back from an id and looks for the n-th entry that matches. Afterwards {@link #position} is its id, or the id of
     * the last one that matched if there are fewer, and {@link #matches} how many did.
     *
     * @return the highest id that was not looked at; if fewer than n matched, the tail no longer holds it or it is {@code
     *     after}
     */
    long scanBack(Filter filter, long after, long upTo, long n) {
        position = upTo + 1;
        matches = 0;
        long id = upTo;
        long sequence = tail.sequenceOf(id);
        while (id > after && matches < n) {
            EntryBlock block = tail.at(sequence--, id);
            if (block == null) {
                return id;
            }
            for (; id > after && id >= block.firstId() && matches < n; id--) {
                if (filter.matches(view.at(block, block.indexOf(id)))) {
                    position = id;
                    matches++;
                }
            }
        }
        return id;
    }

    /** The entry with this id, if the tail holds it. */
    public @Nullable EntryView find(long id) {
        EntryBlock block = tail.at(tail.sequenceOf(id), id);
        return block == null ? null : view.at(block, block.indexOf(id));
    }
}
