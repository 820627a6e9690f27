package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest blocks of the log, in a ring bounded in bytes. One thread appends; any thread reads, without locks.
 *
 * <p>A block lies in the slot of its sequence number until a newer block needs its slot or its bytes. A reader takes the
 * reference out of the slot and then checks that the block is the one it wanted: blocks are immutable, so one that was
 * evicted in between is still whole, only no longer in the ring.
 *
 * <p>It never evicts what the history does not hold yet: {@link #makeRoom} refuses instead, and the appender waits.
 */
public final class HotTail {

    /** One slot for so many bytes of capacity, so that a tail of small blocks is bounded too. */
    private static final int BYTES_PER_SLOT = 512;

    private final long capacityBytes;
    private final AtomicReferenceArray<@Nullable EntryBlock> slots;
    private final int mask;

    /** The sequence number of the oldest block that is held; written by the appender. */
    private volatile long oldest;

    /** The sequence number that the next block gets; written by the appender. */
    private volatile long next;

    /** The id that the next entry gets; written by the appender. */
    private volatile long nextId;

    /** Whether the last new blocks found no room; written by the appender. */
    private volatile boolean crowded;

    /** The bytes held; written by the appender. */
    private volatile long bytes;

    /**
     * @param capacityBytes what the blocks may take in memory together
     * @param firstId the id of the first entry that will be added
     */
    public HotTail(long capacityBytes, long firstId) {
        this.capacityBytes = capacityBytes;
        long wanted = Math.clamp(capacityBytes / BYTES_PER_SLOT, 64, 1 << 22);
        int capacity = Integer.highestOneBit((int) wanted);
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
        nextId = firstId;
    }

    /**
     * Evicts the oldest blocks until so many new ones fit.
     *
     * @param newBytes what the new blocks take in memory together
     * @param archivedId the highest id that the history holds; blocks above it stay
     * @return whether there is room
     */
    boolean makeRoom(long newBytes, int newBlocks, long archivedId) {
        crowded = !evictFor(newBytes, newBlocks, archivedId);
        return !crowded;
    }

    private boolean evictFor(long newBytes, int newBlocks, long archivedId) {
        while (next > oldest && (bytes + newBytes > capacityBytes || next - oldest + newBlocks > mask + 1L)) {
            EntryBlock block = block(oldest);
            if (block.lastId() > archivedId) {
                return false;
            }
            evict(block);
        }
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void evict(EntryBlock block) {
        int slot = slot(oldest);
        oldest++;
        bytes -= block.memoryBytes();
        slots.setRelease(slot, null);
    }

    /** Adds a block for which there is room. It must follow the last one; the first may start anywhere. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void add(EntryBlock block) {
        if (oldest == next) {
            nextId = block.firstId();
        }
        if (block.firstId() != nextId) {
            throw new IllegalStateException("block " + block.firstId() + " does not follow " + (nextId - 1));
        }
        slots.setRelease(slot(next), block);
        bytes += block.memoryBytes();
        next++;
        nextId = block.lastId() + 1;
    }

    /** The lowest id that is held; the id of the next entry if none is. */
    public long firstId() {
        while (true) {
            // Read before the bounds: should a block come in between, then its entries must not be skipped.
            long following = nextId;
            long sequence = oldest;
            if (sequence == next) {
                return following;
            }
            EntryBlock block = slots.getAcquire(slot(sequence));
            if (block != null && sequence == oldest) {
                return block.firstId();
            }
        }
    }

    /** The highest id that is held or was; 0 if none ever was. */
    public long lastId() {
        return nextId - 1;
    }

    public long bytes() {
        return bytes;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** Whether the appender waits for what is held to be archived. */
    public boolean isCrowded() {
        return crowded;
    }

    /** The share of the room, about, that is taken by what has an id above this one: up to 1, when there is no more. */
    public double shareAbove(long id) {
        long entries = lastId() - firstId() + 1;
        long above = Math.min(entries, lastId() - id);
        if (above <= 0) {
            return 0;
        }
        double bytesShare = (double) bytes * above / entries / capacityBytes;
        double slotShare = (next - sequenceOf(id + 1)) / (mask + 1.0);
        return Math.max(bytesShare, slotShare);
    }

    /**
     * The sequence number of the block that holds an id, for {@link #at}. If the id is below the tail the block of that
     * number does not hold it.
     */
    public long sequenceOf(long id) {
        long low = oldest;
        long high = next - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            EntryBlock block = blockIfHeld(middle);
            if (block == null || block.firstId() <= id) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The block with this sequence number if it holds the id, else null: then the id is below the tail. */
    public @Nullable EntryBlock at(long sequence, long id) {
        EntryBlock block = slots.getAcquire(slot(sequence));
        return block != null && block.firstId() <= id && id <= block.lastId() ? block : null;
    }

    /** The lowest id held that was appended at this time or later; the id of the next entry if there is none. */
    public long firstCreatedSince(long micros) {
        while (true) {
            long following = nextId;
            long low = oldest;
            long end = next;
            if (low == end) {
                return following;
            }
            long high = end;
            while (low < high) {
                long middle = (low + high) >>> 1;
                EntryBlock block = blockIfHeld(middle);
                if (block == null || block.createdAt() < micros) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            EntryBlock found = blockIfHeld(Math.min(low, end - 1));
            if (found != null) {
                return low < end ? found.firstId() : found.lastId() + 1;
            }
        }
    }

    /** The block of this number; null if it was evicted, so that its slot may be empty or hold a newer one. */
    private @Nullable EntryBlock blockIfHeld(long sequence) {
        EntryBlock block = slots.getAcquire(slot(sequence));
        return sequence < oldest ? null : block;
    }

    private EntryBlock block(long sequence) {
        EntryBlock block = slots.getAcquire(slot(sequence));
        if (block == null) {
            throw new IllegalStateException("no block in the slot of " + sequence);
        }
        return block;
    }

    private int slot(long sequence) {
        return (int) sequence & mask;
    }
}
