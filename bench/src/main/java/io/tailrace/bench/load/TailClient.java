package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One WebSocket client in plain mode: it asks for the upgrade, counts entries, checks that their ids follow on each
 * other, and answers pings. Belongs to its connection's event loop.
 */
final class TailClient extends ChannelInboundHandlerAdapter implements FrameSink {

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final int LONGEST_RESPONSE_HEAD = 8 * 1024;
    private static final int MASKED_PONG = 0x8A80;

    private final String request;
    private final Tally tally;
    private final StampClock clock;
    private final CompletableFuture<TailClient> upgraded = new CompletableFuture<>();
    private final FrameScanner scanner = new FrameScanner(this);
    private final StringBuilder responseHead = new StringBuilder(0);

    private ChannelHandlerContext context;
    private long readAtMicros;
    private long firstId;
    private long lastId;
    private long received;
    private long gaps;
    private boolean leaving;

    /**
     * A client that is not connected yet.
     *
     * @param request the whole upgrade request
     */
    @SuppressWarnings("NullAway.Init") // Netty gives the context before it calls anything else.
    TailClient(String request, Tally tally, StampClock clock) {
        this.request = request;
        this.tally = tally;
        this.clock = clock;
    }

    /** Completes when the server has switched protocols; fails with what it said instead. */
    CompletableFuture<TailClient> upgraded() {
        return upgraded;
    }

    long firstId() {
        return firstId;
    }

    long lastId() {
        return lastId;
    }

    /** Frames since the last {@link #forget}. */
    long received() {
        return received;
    }

    /** How often an id did not follow on the one before it. */
    long gaps() {
        return gaps;
    }

    boolean connected() {
        return context.channel().isActive();
    }

    /** Begins to count anew; the next entry may have any id. */
    void forget() {
        firstId = 0;
        lastId = 0;
        received = 0;
        gaps = 0;
    }

    void stopReading() {
        context.channel().config().setAutoRead(false);
    }

    void leave() {
        leaving = true;
        var _ = context.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var _ = ctx.writeAndFlush(
                ctx.alloc().directBuffer(request.length()).writeBytes(request.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            readAtMicros = clock.micros();
            if (!upgraded.isDone()) {
                readResponseHead(in);
            }
            scanner.scan(in);
            tally.publish();
        } finally {
            in.release();
        }
    }

    private void readResponseHead(ByteBuf in) {
        int matched = 0;
        while (in.isReadable() && matched < END_OF_HEAD.length) {
            char next = (char) (in.readByte() & 0xFF);
            responseHead.append(next);
            matched = endsWithEndOfHead() ? END_OF_HEAD.length : 0;
        }
        if (responseHead.length() > LONGEST_RESPONSE_HEAD) {
            throw new IllegalStateException("The answer to the upgrade request has no end.");
        }
        if (matched < END_OF_HEAD.length) {
            return;
        }
        String status = responseHead.substring(0, responseHead.indexOf("\r\n"));
        responseHead.setLength(0);
        responseHead.trimToSize();
        if (status.startsWith("HTTP/1.1 101")) {
            upgraded.complete(this);
        } else {
            String rest = in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8)
                    .toString();
            throw new IllegalStateException("The server refused the stream: " + status + " " + rest);
        }
    }

    private boolean endsWithEndOfHead() {
        int length = responseHead.length();
        if (length < END_OF_HEAD.length) {
            return false;
        }
        for (int i = 0; i < END_OF_HEAD.length; i++) {
            if (responseHead.charAt(length - END_OF_HEAD.length + i) != END_OF_HEAD[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void text(ByteBuf bytes, int at, int length) {
        if (tally.payload == Payload.FILLER) {
            received++;
            tally.delivered();
            return;
        }
        EntryHead head = tally.head;
        if (!head.read(bytes, at)) {
            tally.notice(bytes, at, length);
            return;
        }
        long id = head.id();
        if (received == 0) {
            firstId = id;
        } else if (id != lastId + 1) {
            gaps++;
        }
        lastId = id;
        received++;
        tally.delivered();
        if (tally.payload == Payload.STAMPED_ENTRIES) {
            tally.latency(Math.floorMod(readAtMicros - head.stampMicros(bytes), EntryHead.HOUR_MICROS));
        }
    }

    @Override
    public void ping(ByteBuf bytes, int at, int length) {
        ByteBuf pong = context.alloc().directBuffer(2 + 4 + length);
        pong.writeShort(MASKED_PONG | length);
        pong.writeInt(0); // a mask of zeroes leaves the payload as it is
        pong.writeBytes(bytes, at, length);
        var _ = context.writeAndFlush(pong);
    }

    @Override
    public void closed(int code) {
        tally.closed("The server closed a stream with code " + code + ".");
        leave();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!leaving && tally.payload != Payload.FILLER) {
            tally.closed("A stream's connection ended without a close frame.");
        }
        upgraded.completeExceptionally(new IllegalStateException("The connection ended before the upgrade."));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!leaving) {
            tally.closed(String.valueOf(cause.getMessage()));
        }
        upgraded.completeExceptionally(cause);
        leave();
    }
}
