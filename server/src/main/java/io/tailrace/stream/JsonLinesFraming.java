package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.entry.JsonBuffer;

/** One entry a line, for {@code curl -N} and whatever reads its output. Gaps and errors are lines with a type. */
public final class JsonLinesFraming implements Framing {

    @Override
    public void begin(ByteBuf out) {}

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        out.writeBytes(json, from, to - from).writeByte('\n');
    }

    @Override
    public void end(ByteBuf out, long next) {}

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
