package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A reader of the WebSocket frames in one connection's bytes, as they arrive, in whatever pieces.
 *
 * <p>Belongs to the connection's event loop. It hands out places in the received buffer and never copies a payload; only
 * a frame head that two reads share is put together in a small buffer of its own. It knows what a server may send
 * without extensions: whole, unmasked frames. Anything else is a fault of the server and ends the run.
 */
final class FrameScanner {

    /** So many payload bytes are in hand when a text frame is reported, or all of a shorter payload. */
    static final int HEAD_BYTES = 72;

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int LONGEST_CONTROL = 125;
    private static final int LONGEST_HEADER = 10;
    private static final int NO_STATUS = 1005;

    private final FrameSink sink;
    private ByteBuf carried = Unpooled.EMPTY_BUFFER;
    private long skip;

    FrameScanner(FrameSink sink) {
        this.sink = sink;
    }

    /** Reads {@code in} to its end. */
    void scan(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        if (carried.isReadable()) {
            at = completeCarried(in, at, end);
        }
        while (at < end) {
            if (skip > 0) {
                int step = (int) Math.min(skip, end - at);
                skip -= step;
                at += step;
                continue;
            }
            int head = headLength(in, at, end);
            if (at + head > end) {
                carry(in, at, end);
                break;
            }
            at = report(in, at, end);
        }
        in.readerIndex(end);
    }

    /** Bytes wanted from {@code at} on before the frame can be reported; more than there are when not even that is known. */
    private static int headLength(ByteBuf in, int at, int end) {
        if (end - at < 2) {
            return 2;
        }
        int header = headerLength(in, at);
        if (end - at < header) {
            return header;
        }
        long payload = payloadLength(in, at);
        boolean control = (in.getByte(at) & 0x08) != 0;
        return header + (int) Math.min(payload, control ? LONGEST_CONTROL : HEAD_BYTES);
    }

    private static int headerLength(ByteBuf in, int at) {
        return switch (in.getByte(at + 1) & 0xFF) {
            case 126 -> 4;
            case 127 -> LONGEST_HEADER;
            default -> 2;
        };
    }

    private static long payloadLength(ByteBuf in, int at) {
        int small = in.getByte(at + 1) & 0xFF;
        return switch (small) {
            case 126 -> in.getUnsignedShort(at + 2);
            case 127 -> in.getLong(at + 2);
            default -> small;
        };
    }

    /** Reports the frame at {@code at} and answers where to read on; what is not there yet of it is skipped later. */
    private int report(ByteBuf in, int at, int end) {
        int payloadAt = at + headerLength(in, at);
        long length = payloadLength(in, at);
        int kind = in.getByte(at) & 0xFF;
        switch (kind) {
            case TEXT -> sink.text(in, payloadAt, (int) length);
            case PING -> sink.ping(in, payloadAt, (int) length);
            case CLOSE -> sink.closed(length < 2 ? NO_STATUS : in.getUnsignedShort(payloadAt));
            case PONG -> {}
            default ->
                throw new IllegalStateException(
                        "The server sent a frame that begins with 0x%02x: not a whole, plain frame.".formatted(kind));
        }
        long next = payloadAt + length;
        if (next > end) {
            skip = next - end;
            return end;
        }
        return (int) next;
    }

    private void carry(ByteBuf in, int at, int end) {
        if (carried.capacity() == 0) {
            carried = Unpooled.buffer(LONGEST_HEADER + LONGEST_CONTROL);
        }
        carried.writeBytes(in, at, end - at);
    }

    /** Adds bytes to the carried head until it is whole, and answers where to read on in {@code in}. */
    private int completeCarried(ByteBuf in, int from, int end) {
        int at = from;
        int missing = missingOfCarried();
        while (missing > 0 && at < end) {
            int step = Math.min(missing, end - at);
            carried.writeBytes(in, at, step);
            at += step;
            missing = missingOfCarried();
        }
        if (missing == 0) {
            report(carried, 0, carried.writerIndex());
            carried.clear();
        }
        return at;
    }

    private int missingOfCarried() {
        return headLength(carried, 0, carried.writerIndex()) - carried.writerIndex();
    }
}
