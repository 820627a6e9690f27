package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** The bytes of WebSocket frames as a server sends them: final, unmasked (RFC 6455, section 5.2). */
final class WebSocketFrames {

    /** The header of a frame of 126 to 65,535 bytes. */
    static final int MEDIUM_HEADER = 4;

    static final int MAX_MEDIUM = 65_535;

    /** The longest header of a frame. */
    static final int MAX_HEADER = 10;

    private static final int MEDIUM = 126;
    private static final int LARGE = 127;

    private static final int FINAL_TEXT = 0x81;
    private static final ByteBuf PING = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2, 2).writeByte(0x89).writeByte(0).asReadOnly());

    private WebSocketFrames() {}

    /** An empty ping; it belongs to nobody and is never released. */
    static ByteBuf ping() {
        return PING.duplicate();
    }

    /** Writes the header of a text frame. */
    static void textHeader(ByteBuf out, int length) {
        out.writeByte(FINAL_TEXT);
        if (length < MEDIUM) {
            out.writeByte(length);
        } else if (length <= MAX_MEDIUM) {
            out.writeByte(MEDIUM).writeShort(length);
        } else {
            out.writeByte(LARGE).writeLong(length);
        }
    }

    /** Writes the header of a text frame into room of this size that was left for it. */
    static void textHeaderAt(ByteBuf out, int start, int room, int length) {
        out.setByte(start, FINAL_TEXT);
        switch (room) {
            case MEDIUM_HEADER -> out.setByte(start + 1, MEDIUM).setShort(start + 2, length);
            case MAX_HEADER -> out.setByte(start + 1, LARGE).setLong(start + 2, length);
            default -> throw new IllegalArgumentException("no header of a text frame has " + room + " bytes");
        }
    }

    /** A whole text frame. */
    static ByteBuf text(byte[] bytes, int length) {
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(MAX_HEADER + length);
        textHeader(out, length);
        return out.writeBytes(bytes, 0, length);
    }
}
