package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Framed entries that any number of clients may be sent.
 *
 * @param frames null if nothing matched; whoever holds the batch holds one reference
 * @param next behind which id a client stands that has had them
 */
record Batch(@Nullable ByteBuf frames, long next) {

    void release() {
        if (frames != null) {
            frames.release();
        }
    }
}
