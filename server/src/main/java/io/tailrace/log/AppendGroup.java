package io.tailrace.log;

import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One group commit: whole appends, as many as waited, numbered into blocks. An append is never divided between groups, so
 * that all of it is kept or nothing. Owned by the appender's thread.
 */
final class AppendGroup {

    /** The bytes from which a group takes no further append. */
    static final int GROUP_BYTES = 4 << 20;

    /** The bytes from which a block is followed by another one. */
    static final int BLOCK_BYTES = 256 << 10;

    private final List<EntryBlock> blocks = new ArrayList<>(1);
    private final List<Append> appends = new ArrayList<>();
    private long bytes;
    private long memoryBytes;

    /** Begins with this append. */
    AppendGroup(Append first) {
        appends.add(first);
    }

    /**
     * Numbers its append and takes those that wait behind it. If this throws, all that were taken are still answered by
     * {@link #unavailable}.
     *
     * @param builder makes the blocks; may be used again afterwards
     * @param firstId the id of the first entry
     * @param createdAt of all entries, in microseconds
     */
    void number(EntryBlock.Builder builder, AppendQueue behind, long firstId, long createdAt) {
        long id = firstId;
        Append append = appends.getFirst();
        List<Append> inBlock = new ArrayList<>();
        while (append != null) {
            builder.begin(id, createdAt);
            inBlock.clear();
            while (append != null && (builder.count() == 0 || builder.bytes() < BLOCK_BYTES)) {
                append.fill(builder, BLOCK_BYTES);
                inBlock.add(append);
                if (append.isNumbered()) {
                    append = bytes + builder.bytes() < GROUP_BYTES ? behind.poll() : null;
                    if (append != null) {
                        appends.add(append);
                    }
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

    /** Answers all of it. An answer that breaks takes nobody else's with it. */
    void appended(Faults faults) {
        answer(Append::appended, faults);
    }

    /** Refuses all of it; see {@link #appended}. */
    void unavailable(String reason, Faults faults) {
        answer(append -> append.unavailable(reason), faults);
    }

    private void answer(Consumer<Append> answer, Faults faults) {
        for (Append append : appends) {
            try {
                answer.accept(append);
            } catch (Throwable fault) {
                faults.caught(Seam.APPENDER, "The answer to an append broke", fault);
            }
        }
    }
}
