package io.tailrace.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame as a server sends it, checked against RFC 6455: unmasked, no reserved bits, its length in the
 * shortest form.
 */
public final class Frame {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private final int opcode;
    private final boolean last;
    private final byte[] payload;

    private Frame(int opcode, boolean last, byte[] payload) {
        this.opcode = opcode;
        this.last = last;
        this.payload = payload;
    }

    /** Reads the next frame. */
    public static Frame read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = shortest(in.readUnsignedShort(), 126);
        } else if (length == 127) {
            length = shortest(in.readLong(), 1 << 16);
        }
        if ((first & 0x70) != 0 || (second & 0x80) != 0) {
            throw new IOException("a server's frame has reserved bits or a mask: " + first + " " + second);
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("the stream ended within a frame");
        }
        return new Frame(first & 0x0f, (first & 0x80) != 0, payload);
    }

    private static long shortest(long length, int least) throws IOException {
        if (length < least || length > Integer.MAX_VALUE) {
            throw new IOException("a frame's length is not in its shortest form: " + length);
        }
        return length;
    }

    public int opcode() {
        return opcode;
    }

    /** Whether its message ends with it. */
    public boolean isLast() {
        return last;
    }

    public byte[] payload() {
        return payload;
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame. */
    public int closeCode() {
        return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }
}
