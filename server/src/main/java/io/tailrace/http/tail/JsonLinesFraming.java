package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Gap;

/** One entry a line, for {@code curl -N} and whatever reads its output. Gaps and errors are lines with a type. */
final class JsonLinesFraming implements Framing {

    @Override
    public void begin(ByteBuf out, int firstEntryBytes) {}

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        out.writeBytes(json, from, to - from).writeByte('\n');
    }

    @Override
    public void end(ByteBuf out, int start, long next) {}

    /** An empty line, which keeps the connection from being taken for dead, and which readers of lines skip. */
    @Override
    public ByteBuf heartbeat(long next, long lag) {
        return ByteBufAllocator.DEFAULT.directBuffer(1).writeByte('\n');
    }

    @Override
    public ByteBuf gap(Gap gap) {
        return line(Messages.gap(gap));
    }

    @Override
    public ByteBuf error(String code, String error, int position) {
        return line(Messages.error(code, error, position));
    }

    private static ByteBuf line(JsonBuffer message) {
        return ByteBufAllocator.DEFAULT
                .directBuffer(message.size() + 1)
                .writeBytes(message.array(), 0, message.size())
                .writeByte('\n');
    }
}
