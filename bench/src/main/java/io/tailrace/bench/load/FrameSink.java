package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;

/** Receives what a {@link FrameScanner} finds; called on the event loop, and must not keep {@code bytes}. */
interface FrameSink {

    /**
     * A text frame. Only the first {@link FrameScanner#HEAD_BYTES} of a longer payload are sure to be readable.
     *
     * @param at     index of the first payload byte in {@code bytes}
     * @param length payload length in bytes, as the frame header says
     */
    void text(ByteBuf bytes, int at, int length);

    /** A ping with its whole payload. */
    void ping(ByteBuf bytes, int at, int length);

    /** A close frame; {@code code} is 1005 when the frame carries none. */
    void closed(int code);
}
