package io.tailrace.log;

import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to append, on its way through the appender. Owned by the appender's thread once it is queued. */
final class Append {

    final Drafts drafts;
    final long bytes;
    private final Consumer<AppendResult> answer;

    private boolean answered;
    private int numbered;
    private long firstId;
    private @Nullable EntryBlock firstBlock;

    Append(Drafts drafts, Consumer<AppendResult> answer) {
        this.drafts = drafts;
        this.bytes = drafts.numberedBytes();
        this.answer = answer;
    }

    boolean isNumbered() {
        return numbered == drafts.count();
    }

    /** Moves drafts into the block until it is full. */
    void fill(EntryBlock.Builder block, int blockBytes) {
        if (numbered == 0) {
            firstId = block.firstId() + block.count();
        }
        while (!isNumbered() && (block.count() == 0 || block.bytes() < blockBytes)) {
            block.add(drafts, numbered++);
        }
    }

    /** Remembers the block that holds the first entry. */
    void inBlock(EntryBlock block) {
        if (firstBlock == null && firstId >= block.firstId() && firstId <= block.lastId()) {
            firstBlock = block;
        }
    }

    void appended() {
        if (firstBlock == null) {
            throw new IllegalStateException("appended without a block");
        }
        answer(new AppendResult.Appended(firstId, firstId + drafts.count() - 1, firstBlock));
    }

    void unavailable(String reason) {
        answer(new AppendResult.Unavailable(reason));
    }

    /** Only the first answer is given. */
    private void answer(AppendResult result) {
        if (!answered) {
            answered = true;
            answer.accept(result);
        }
    }
}
