package io.tailrace.entry;

import java.util.Arrays;

/**
 * Valid entries that wait for their numbers: for each one the body of its wire JSON, ready to be copied behind a head.
 * Filled by one thread, then handed to the appender and not changed any more.
 */
public final class Drafts {

    /** Stands for "the sender gave no timestamp". */
    static final long NO_TIMESTAMP = Long.MIN_VALUE;

    private final JsonBuffer bodies;
    private int[] ends;
    private long[] timestamps;
    private byte[] traits;
    private int count;

    public Drafts(int expectedBytes) {
        bodies = new JsonBuffer(Math.max(256, expectedBytes));
        int expectedCount = Math.max(1, expectedBytes / 200);
        ends = new int[expectedCount * EntryLayout.STRIDE];
        timestamps = new long[expectedCount];
        traits = new byte[expectedCount];
    }

    public int count() {
        return count;
    }

    /** The bytes of all bodies together. */
    public int bytes() {
        return bodies.size();
    }

    /** An upper bound for the bytes that these entries take once they are numbered. */
    public long numberedBytes() {
        return bodies.size() + (long) count * (EntryLayout.HEAD_LENGTH + 20);
    }

    /** Takes the last draft back. */
    public void removeLast() {
        count--;
        bodies.truncate(nextStart());
    }

    JsonBuffer bodies() {
        return bodies;
    }

    /** Where the body of the next draft starts. */
    int nextStart() {
        return count == 0 ? 0 : end(count - 1, EntryLayout.END);
    }

    int start(int index) {
        return index == 0 ? 0 : end(index - 1, EntryLayout.END);
    }

    int end(int index, int field) {
        return ends[index * EntryLayout.STRIDE + field];
    }

    byte traits(int index) {
        return traits[index];
    }

    long timestamp(int index) {
        return timestamps[index];
    }

    /** Says where a field of the draft that is being written ends: here. */
    void endField(int field) {
        if (count == traits.length) {
            int capacity = count * 2;
            ends = Arrays.copyOf(ends, capacity * EntryLayout.STRIDE);
            timestamps = Arrays.copyOf(timestamps, capacity);
            traits = Arrays.copyOf(traits, capacity);
        }
        ends[count * EntryLayout.STRIDE + field] = bodies.size();
    }

    /** Makes the draft that was written since the last one count. */
    void commit(Level level, boolean plainMessage, long timestamp) {
        endField(EntryLayout.END);
        traits[count] = (byte) (level.severity() | (plainMessage ? EntryLayout.PLAIN_MESSAGE : 0));
        timestamps[count] = timestamp;
        count++;
    }
}
