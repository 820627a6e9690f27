package io.tailrace.http.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Position;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Gap;

/**
 * Server-sent events: each entry is an event whose id is the position behind it, which a browser sends back as {@code
 * Last-Event-ID} when it reconnects.
 */
final class EventStreamFraming implements Framing {

    private static final byte[] ID = "id: ".getBytes(US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] COMMENT = ": still here\n\n".getBytes(US_ASCII);

    private final String epoch;

    EventStreamFraming(String epoch) {
        this.epoch = epoch;
    }

    @Override
    public void begin(ByteBuf out, int firstEntryBytes) {}

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        out.writeBytes(ID).writeBytes(position(id)).writeBytes(DATA);
        out.writeBytes(json, from, to - from).writeBytes(END);
    }

    @Override
    public void end(ByteBuf out, int start, long next) {}

    @Override
    public ByteBuf heartbeat(long next, long lag) {
        return ByteBufAllocator.DEFAULT.directBuffer(COMMENT.length).writeBytes(COMMENT);
    }

    @Override
    public ByteBuf gap(Gap gap) {
        return event("gap", Messages.gap(gap));
    }

    @Override
    public ByteBuf error(String code, String error, int position) {
        return event("error", Messages.error(code, error, position));
    }

    private static ByteBuf event(String name, JsonBuffer message) {
        byte[] head = ("event: " + name).getBytes(US_ASCII);
        return ByteBufAllocator.DEFAULT
                .directBuffer()
                .writeBytes(head)
                .writeBytes(DATA)
                .writeBytes(message.array(), 0, message.size())
                .writeBytes(END);
    }

    private byte[] position(long id) {
        return new Position(epoch, id).toString().getBytes(US_ASCII);
    }
}
