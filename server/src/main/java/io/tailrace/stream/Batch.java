package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Framed entries that any number of clients may be sent. Whoever holds it holds one reference to its bytes, until it
 * closes it.
 *
 * @param frames null if nothing matched
 * @param next behind which id a client stands that has had them
 */
record Batch(@Nullable ByteBuf frames, long next) implements AutoCloseable {

    @Override
    public void close() {
        if (frames != null) {
            frames.release();
        }
    }
}
