package io.tailrace.http.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Gap;
import java.util.OptionalLong;

/** WebSocket with the subprotocol {@code tailrace.v1}: each text frame is one message, and entries come in batches. */
final class TailraceV1Framing implements Framing {

    private static final byte[] ENTRIES = "{\"type\":\"entries\",\"entries\":[".getBytes(US_ASCII);
    private static final byte[] NEXT = "],\"next\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}".getBytes(US_ASCII);

    /**
     * Clients whose largest frame is the usual 65,536 bytes must be able to read all messages but those of a single entry that
     * is larger by itself.
     */
    static final int MAX_MESSAGE_BYTES = 60_000;

    /** What ends a message takes at most: an epoch is short, and an id has at most 19 digits. */
    private static final int TAIL_BYTES = 100;

    private final String version;
    private final String epoch;
    private final long heartbeatMillis;

    TailraceV1Framing(String version, String epoch, long heartbeatMillis) {
        this.version = version;
        this.epoch = epoch;
        this.heartbeatMillis = heartbeatMillis;
    }

    /** The length of the message is known only at its end, so room is left for its header. */
    @Override
    public void begin(ByteBuf out, int firstEntryBytes) {
        out.writeZero(headerFor(firstEntryBytes)).writeBytes(ENTRIES);
    }

    /** A message of several entries is a medium frame; one that holds a single large entry may be a large one. */
    private static int headerFor(int firstEntryBytes) {
        return firstEntryBytes > MAX_MESSAGE_BYTES ? WebSocketFrames.MAX_HEADER : WebSocketFrames.MEDIUM_HEADER;
    }

    @Override
    public boolean takes(int messageBytes, int entryBytes) {
        return messageBytes + 1L + entryBytes + TAIL_BYTES < MAX_MESSAGE_BYTES;
    }

    @Override
    public void entry(ByteBuf out, long id, byte[] json, int from, int to) {
        if (out.getByte(out.writerIndex() - 1) != '[') {
            out.writeByte(',');
        }
        out.writeBytes(json, from, to - from);
    }

    @Override
    public void end(ByteBuf out, int start, long next) {
        out.writeBytes(NEXT).writeBytes(position(next).getBytes(US_ASCII)).writeBytes(END);
        // Whether room was left for a large header shows at the place where a message of medium size would begin.
        boolean hasLargeRoom = out.getByte(start + WebSocketFrames.MEDIUM_HEADER) == 0;
        int room = hasLargeRoom ? WebSocketFrames.MAX_HEADER : WebSocketFrames.MEDIUM_HEADER;
        int length = out.writerIndex() - start - room;
        if (hasLargeRoom && length <= WebSocketFrames.MAX_MEDIUM) {
            // The entry was large, but not that large, and the shortest header is a rule.
            room = WebSocketFrames.MEDIUM_HEADER;
            byte[] message = new byte[length];
            out.getBytes(start + WebSocketFrames.MAX_HEADER, message);
            out.writerIndex(start + room).writeBytes(message);
        }
        WebSocketFrames.textHeaderAt(out, start, room, length);
    }

    @Override
    public ByteBuf hello(long first, long head) {
        return text(Messages.hello(version, new Position(epoch, first), new Position(epoch, head), heartbeatMillis));
    }

    @Override
    public boolean tellsPosition() {
        return true;
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
    public ByteBuf skipped(long from, long to, long count, OptionalLong errors) {
        return text(Messages.skipped(from, to, count, errors));
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
