package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.JsonBuffer;

/** WebSocket without a subprotocol: each text frame is one bare entry. Only gaps and errors are told beside them. */
public final class PlainFraming implements Framing {

    @Override
    public void begin(ByteBuf out) {}

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        WebSocketFrames.textHeader(out, to - from);
        out.writeBytes(json, from, to - from);
    }

    @Override
    public void end(ByteBuf out, long next) {}

    @Override
    public ByteBuf gap(Gap gap) {
        return text(Messages.gap(gap));
    }

    @Override
    public ByteBuf error(String code, String error, int position) {
        return text(Messages.error(code, error, position));
    }

    private static ByteBuf text(JsonBuffer message) {
        return WebSocketFrames.text(message.array(), message.size());
    }
}
