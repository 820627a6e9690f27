package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** The bytes of WebSocket frames as a server sends them: final, unmasked (RFC 6455, section 5.2). */
public final class WebSocketFrames {

    /** The longest header of a frame. */
    static final int MAX_HEADER = 10;

    private static final int FINAL_TEXT = 0x81;
    private static final ByteBuf PING = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2, 2).writeByte(0x89).writeByte(0).asReadOnly());

    private WebSocketFrames() {}

    /** An empty ping; it belongs to nobody and is never released. */
    public static ByteBuf ping() {
        return PING.duplicate();
    }

    /** Writes the header of a text frame. */
    static void textHeader(ByteBuf out, int length) {
        out.writeByte(FINAL_TEXT);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 1 << 16) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }

    /** How long the header of a text frame is. */
    static int headerLength(int length) {
        return length < 126 ? 2 : length < 1 << 16 ? 4 : MAX_HEADER;
    }

    /** A whole text frame. */
    static ByteBuf text(byte[] bytes, int length) {
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(MAX_HEADER + length);
        textHeader(out, length);
        return out.writeBytes(bytes, 0, length);
    }
}
