package io.tailrace.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;

/** WebSocket with the subprotocol {@code tailrace.v1}: each text frame is one message, and entries come in batches. */
public final class TailraceV1Framing implements Framing {

    private static final byte[] ENTRIES = "{\"type\":\"entries\",\"entries\":[".getBytes(US_ASCII);
    private static final byte[] NEXT = "],\"next\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}".getBytes(US_ASCII);

    private final String version;
    private final String epoch;
    private final long heartbeatMillis;

    public TailraceV1Framing(String version, String epoch, long heartbeatMillis) {
        this.version = version;
        this.epoch = epoch;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** The length of the message is known only at its end, so room is left for the longest header. */
    @Override
    public void begin(ByteBuf out) {
        out.writeZero(WebSocketFrames.MAX_HEADER).writeBytes(ENTRIES);
    }

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        if (out.getByte(out.writerIndex() - 1) != '[') {
            out.writeByte(',');
        }
        out.writeBytes(json, from, to - from);
    }

    @Override
    public void end(ByteBuf out, long next) {
        out.writeBytes(NEXT).writeBytes(position(next).getBytes(US_ASCII)).writeBytes(END);
        int end = out.writerIndex();
        int start = out.readerIndex() + WebSocketFrames.MAX_HEADER;
        int header = WebSocketFrames.headerLength(end - start);
        out.readerIndex(start - header).writerIndex(start - header);
        WebSocketFrames.textHeader(out, end - start);
        out.writerIndex(end);
    }

    @Override
    public ByteBuf hello(long first, long head) {
        return text(Messages.hello(version, new Position(epoch, first), new Position(epoch, head), heartbeatMillis));
    }

    @Override
    public ByteBuf heartbeat(long next, long lag) {
        return text(Messages.heartbeat(new Position(epoch, next), lag));
    }

    @Override
    public ByteBuf filter(FilterKeys filter, long from) {
        return text(Messages.filter(filter, new Position(epoch, from)));
    }

    @Override
    public ByteBuf gap(Gap gap) {
        return text(Messages.gap(gap));
    }

    @Override
    public ByteBuf skipped(long from, long to, long count) {
        return text(Messages.skipped(from, to, count));
    }

    @Override
    public ByteBuf error(String code, String error, int position) {
        return text(Messages.error(code, error, position));
    }

    private String position(long id) {
        return new Position(epoch, id).toString();
    }

    private static ByteBuf text(JsonBuffer message) {
        return WebSocketFrames.text(message.array(), message.size());
    }
}
