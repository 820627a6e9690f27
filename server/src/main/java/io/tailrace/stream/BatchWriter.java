package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.log.EntrySink;
import org.jspecify.annotations.Nullable;

/**
 * Frames the entries of a scan into one batch, which is one message or several, as the framing wants it. Owned by one
 * thread; reusable. If a scan fails, what it framed must be {@link #discard discarded}: half a message is none.
 */
final class BatchWriter implements EntrySink {

    private static final int INITIAL_BYTES = 1024;
    private static final int ROOM_FOR_FRAME = 256;

    private final Framing framing;
    private @Nullable ByteBuf out;

    /** Where the message begins that is being written, and the last entry in it. */
    private int start;

    private long lastId;

    BatchWriter(Framing framing) {
        this.framing = framing;
    }

    @Override
    public void entry(long id, byte[] json, int from, int to) {
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = ByteBufAllocator.DEFAULT.directBuffer(Math.max(INITIAL_BYTES, to - from + ROOM_FOR_FRAME));
            out = buffer;
            begin(buffer, to - from);
        } else if (!framing.takes(buffer.writerIndex() - start, to - from)) {
            framing.end(buffer, start, lastId);
            begin(buffer, to - from);
        }
        framing.entry(buffer, id, json, from, to);
        lastId = id;
    }

    private void begin(ByteBuf buffer, int entryBytes) {
        start = buffer.writerIndex();
        framing.begin(buffer, entryBytes);
    }

    /** How much was framed since the last batch. */
    int bytes() {
        return out == null ? 0 : out.writerIndex();
    }

    /** What was framed since the last batch; its reader stands behind this id afterwards. */
    Batch finish(long next) {
        ByteBuf buffer = out;
        if (buffer != null) {
            framing.end(buffer, start, next);
        }
        out = null;
        return new Batch(buffer, next);
    }

    /** Throws away what was framed since the last batch, if anything. */
    void discard() {
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            buffer.release();
        }
    }
}
