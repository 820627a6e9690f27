package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * One group commit: whole appends, as many as waited, numbered into blocks. An append is never divided between groups, so
 * that all of it is kept or nothing. Owned by the appender's thread.
 */
final class AppendGroup {

    /** The bytes from which a group takes no further append. */
    private static final int GROUP_BYTES = 4 << 20;

    /** The bytes from which a block is followed by another one. */
    static final int BLOCK_BYTES = 256 << 10;

    private final List<EntryBlock> blocks = new ArrayList<>(1);
    private final List<Append> appends = new ArrayList<>();
    private long bytes;
    private long memoryBytes;

    /**
     * Takes this append and those that wait behind it.
     *
     * @param builder makes the blocks; may be used again afterwards
     * @param firstId the id of the first entry
     * @param createdAt of all entries, in microseconds
     */
    AppendGroup(EntryBlock.Builder builder, Append first, AppendQueue behind, long firstId, long createdAt) {
        long id = firstId;
        Append append = first;
        List<Append> inBlock = new ArrayList<>();
        while (append != null) {
            builder.begin(id, createdAt);
            inBlock.clear();
            while (append != null && (builder.count() == 0 || builder.bytes() < BLOCK_BYTES)) {
                append.fill(builder, BLOCK_BYTES);
                inBlock.add(append);
                if (append.isNumbered()) {
                    appends.add(append);
                    append = bytes + builder.bytes() < GROUP_BYTES ? behind.poll() : null;
                }
            }
            EntryBlock block = builder.build();
            inBlock.forEach(each -> each.inBlock(block));
            add(block);
            id = block.lastId() + 1;
        }
    }

    private void add(EntryBlock block) {
        blocks.add(block);
        bytes += block.bytes().length;
        memoryBytes += block.memoryBytes();
    }

    List<EntryBlock> blocks() {
        return blocks;
    }

    /** The encoded entries, in bytes. */
    long bytes() {
        return bytes;
    }

    /** What the blocks take in memory, in bytes. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** The id of its newest entry. */
    long lastId() {
        return blocks.getLast().lastId();
    }

    int count() {
        return (int) (lastId() - blocks.getFirst().firstId() + 1);
    }

    void appended() {
        appends.forEach(Append::appended);
    }

    void unavailable(String reason) {
        appends.forEach(append -> append.unavailable(reason));
    }
}
