package io.tailrace.entry;

import java.util.Arrays;

/**
 * A run of entries with contiguous ids, encoded once: each entry's wire JSON followed by a newline, and where its fields
 * end. This is the form in which entries are journaled, kept in memory and sent. Immutable, so any thread may read it.
 */
public final class EntryBlock {

    /** What a block costs in memory beside its bytes and offsets, about. */
    private static final int OBJECT_BYTES = 120;

    private final long firstId;
    private final long createdAt;
    private final byte[] bytes;
    private final int[] ends;
    private final byte[] traits;

    private EntryBlock(long firstId, long createdAt, byte[] bytes, int[] ends, byte[] traits) {
        this.firstId = firstId;
        this.createdAt = createdAt;
        this.bytes = bytes;
        this.ends = ends;
        this.traits = traits;
    }

    /**
     * Reads a block back from its bytes.
     *
     * @throws IllegalArgumentException if the bytes are not {@code count} entries of the canonical form
     */
    public static EntryBlock decode(long firstId, int count, long createdAt, byte[] bytes) {
        int[] ends = new int[count * EntryLayout.STRIDE];
        byte[] traits = new byte[count];
        EntryScanner.scan(bytes, count, ends, traits);
        return new EntryBlock(firstId, createdAt, bytes, ends, traits);
    }

    public long firstId() {
        return firstId;
    }

    public long lastId() {
        return firstId + traits.length - 1;
    }

    public int count() {
        return traits.length;
    }

    /** When these entries were appended, in microseconds; the same for the whole block. */
    public long createdAt() {
        return createdAt;
    }

    /** The encoded entries, each followed by a newline. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** What this block takes in memory, about, in bytes. */
    public long memoryBytes() {
        return bytes.length + 4L * ends.length + traits.length + OBJECT_BYTES;
    }

    /** The index in this block of an id, which must be in it. */
    public int indexOf(long id) {
        return (int) (id - firstId);
    }

    /** The entries of this block from this id on; the id must be in it or below it. */
    public EntryBlock from(long id) {
        if (id <= firstId) {
            return this;
        }
        byte[] rest = Arrays.copyOfRange(bytes, start(indexOf(id)), bytes.length);
        return decode(id, (int) (lastId() - id + 1), createdAt, rest);
    }

    /** Where the wire JSON of an entry starts. */
    public int start(int index) {
        return index == 0 ? 0 : ends[(index - 1) * EntryLayout.STRIDE + EntryLayout.END] + 1;
    }

    /** Where the wire JSON of an entry ends; the newline stands here. */
    public int end(int index) {
        return ends[index * EntryLayout.STRIDE + EntryLayout.END];
    }

    int end(int index, int field) {
        return ends[index * EntryLayout.STRIDE + field];
    }

    byte traits(int index) {
        return traits[index];
    }

    /** Copies an entry's wire JSON. */
    public byte[] json(int index) {
        return Arrays.copyOfRange(bytes, start(index), end(index));
    }

    /** Numbers drafts into blocks, one after the other. Owned by the appender's thread. */
    public static final class Builder {

        private final JsonBuffer out = new JsonBuffer(4096);
        private final byte[] createdAtText = new byte[Rfc3339.LENGTH];
        private int[] ends = new int[EntryLayout.STRIDE];
        private byte[] traits = new byte[1];
        private long firstId;
        private long createdAt;
        private int count;

        /** Begins a block. */
        public void begin(long newFirstId, long newCreatedAt) {
            firstId = newFirstId;
            createdAt = newCreatedAt;
            Rfc3339.write(createdAt, createdAtText, 0);
            out.truncate(0);
            count = 0;
        }

        public long firstId() {
            return firstId;
        }

        public int count() {
            return count;
        }

        public int bytes() {
            return out.size();
        }

        public void add(Drafts drafts, int index) {
            if (count == traits.length) {
                ends = Arrays.copyOf(ends, ends.length * 2);
                traits = Arrays.copyOf(traits, count * 2);
            }
            long timestamp = drafts.timestamp(index);
            out.raw(EntryLayout.ID).number(firstId + count).raw(EntryLayout.TIMESTAMP);
            if (timestamp == Drafts.NO_TIMESTAMP) {
                out.raw(createdAtText);
            } else {
                out.time(timestamp);
            }
            out.raw(EntryLayout.CREATED_AT).raw(createdAtText).raw(EntryLayout.HEAD_END);
            int start = drafts.start(index);
            int shift = out.size() - start;
            out.raw(drafts.bodies().array(), start, drafts.end(index, EntryLayout.END));
            for (int field = 0; field < EntryLayout.STRIDE; field++) {
                ends[count * EntryLayout.STRIDE + field] = drafts.end(index, field) + shift;
            }
            out.ascii('\n');
            traits[count++] = drafts.traits(index);
        }

        public EntryBlock build() {
            return new EntryBlock(
                    firstId,
                    createdAt,
                    out.toByteArray(),
                    Arrays.copyOf(ends, count * EntryLayout.STRIDE),
                    Arrays.copyOf(traits, count));
        }
    }
}
