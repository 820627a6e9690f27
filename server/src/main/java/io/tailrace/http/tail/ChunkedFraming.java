package io.tailrace.http.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.filter.FilterKeys;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Gap;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Another framing in the chunks of HTTP/1.1 (RFC 9112, section 7.1), one for each message. Since all streams of a kind share
 * it, what was framed once goes to all their sockets as it is. The size is written with leading zeros, so that there can be
 * room for it before it is known.
 */
final class ChunkedFraming implements Framing {

    /** What ends a body of chunks. */
    static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    private static final byte[] ROOM = "00000000\r\n".getBytes(US_ASCII);
    private static final int SIZE_DIGITS = 8;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] END = "\r\n".getBytes(US_ASCII);

    private final Framing inner;

    ChunkedFraming(Framing inner) {
        this.inner = inner;
    }

    @Override
    public void begin(ByteBuf out, int firstEntryBytes) {
        out.writeBytes(ROOM);
        inner.begin(out, firstEntryBytes);
    }

    @Override
    public boolean takes(int messageBytes, int entryBytes) {
        return inner.takes(messageBytes - ROOM.length, entryBytes);
    }

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        inner.entry(out, id, json, from, to);
    }

    @Override
    public void end(ByteBuf out, int start, long next) {
        inner.end(out, start + ROOM.length, next);
        int size = out.writerIndex() - start - ROOM.length;
        for (int digit = SIZE_DIGITS - 1; digit >= 0; digit--) {
            out.setByte(start + digit, HEX[size & 0xF]);
            size >>>= 4;
        }
        out.writeBytes(END);
    }

    @Override
    public @Nullable ByteBuf hello(long first, long head) {
        return chunk(inner.hello(first, head));
    }

    @Override
    public boolean tellsPosition() {
        return inner.tellsPosition();
    }

    @Override
    public @Nullable ByteBuf heartbeat(long next, long lag) {
        return chunk(inner.heartbeat(next, lag));
    }

    @Override
    public @Nullable ByteBuf filter(FilterKeys filter, long from) {
        return chunk(inner.filter(filter, from));
    }

    @Override
    public ByteBuf gap(Gap gap) {
        return inChunk(inner.gap(gap));
    }

    @Override
    public @Nullable ByteBuf skipped(long from, long to, long count, OptionalLong errors) {
        return chunk(inner.skipped(from, to, count, errors));
    }

    @Override
    public ByteBuf error(String code, String error, int position) {
        return inChunk(inner.error(code, error, position));
    }

    private static @Nullable ByteBuf chunk(@Nullable ByteBuf message) {
        return message == null ? null : inChunk(message);
    }

    /** Takes a message over and hands it on as a chunk. */
    private static ByteBuf inChunk(ByteBuf message) {
        try {
            byte[] size = Integer.toHexString(message.readableBytes()).getBytes(US_ASCII);
            return ByteBufAllocator.DEFAULT
                    .directBuffer(size.length + message.readableBytes() + 2 * END.length)
                    .writeBytes(size)
                    .writeBytes(END)
                    .writeBytes(message)
                    .writeBytes(END);
        } finally {
            message.release();
        }
    }
}
