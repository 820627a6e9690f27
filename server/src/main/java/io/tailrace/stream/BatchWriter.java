package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.log.EntrySink;
import org.jspecify.annotations.Nullable;

/** Frames the entries of a scan into one batch. Owned by one thread; reusable. */
final class BatchWriter implements EntrySink {

    private static final int INITIAL_BYTES = 1024;

    private final Framing framing;
    private @Nullable ByteBuf out;

    BatchWriter(Framing framing) {
        this.framing = framing;
    }

    @Override
    public void entry(long id, byte[] json, int from, int to) {
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = ByteBufAllocator.DEFAULT.directBuffer(Math.max(INITIAL_BYTES, to - from + 128));
            out = buffer;
            framing.begin(buffer);
        }
        framing.entry(buffer, id, json, from, to);
    }

    /** How much was framed since the last batch. */
    int bytes() {
        return out == null ? 0 : out.writerIndex();
    }

    /** What was framed since the last batch; its reader stands behind this id afterwards. */
    Batch finish(long next) {
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            framing.end(buffer, next);
        }
        return new Batch(buffer, next);
    }
}
