package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Gap;
import org.jspecify.annotations.Nullable;

/** WebSocket without a subprotocol: each text frame is one bare entry. Only gaps and errors are told beside them. */
final class PlainFraming implements Framing {

    @Override
    public void begin(ByteBuf out, int firstEntryBytes) {}

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        WebSocketFrames.textHeader(out, to - from);
        out.writeBytes(json, from, to - from);
    }

    @Override
    public void end(ByteBuf out, int start, long next) {}

    /** Pings tell the client that the server is there. */
    @Override
    public @Nullable ByteBuf heartbeat(long next, long lag) {
        return null;
    }

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
