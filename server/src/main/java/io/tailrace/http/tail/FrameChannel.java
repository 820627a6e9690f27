package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tailrace.entry.Utf8;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The channel of one WebSocket, taken over from Vert.x once the handshake is done. Netty's frame codec stays in front of
 * it. What is gained is that frames encoded once are written to any number of sockets without a copy, and that an idle
 * socket costs a quarter of the memory. The only place that goes below Vert.x's API. Owned by the socket's event loop.
 */
final class FrameChannel extends ChannelInboundHandlerAdapter {

    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    private static final long CLOSING_SECONDS = 2;

    /**
     * The codec reports a broken frame and throws away what follows. If it closed the channel itself, what the client had
     * sent beyond that would reset the connection, and the client would not learn why.
     */
    private static final WebSocketDecoderConfig CODEC = WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .maxFramePayloadLength(MAX_MESSAGE_BYTES)
            .closeOnProtocolViolation(false)
            .build();

    /** What happens on the channel. */
    interface Listener {

        /** The client said something. */
        void text(String message);

        /** The client said something that is no text. */
        void binary();

        /** Anything at all came from the client. */
        void heard();

        /** The channel takes more again. */
        void drained();

        /** The channel is closed; called once. */
        void closed();
    }

    private final Listener listener;
    private final ChannelHandlerContext context;
    private final Channel channel;

    /** Messages that came while they were held; what one read of the socket brings is all that there can be. */
    private final Deque<Runnable> held = new ArrayDeque<>(0);

    private byte @Nullable [] unansweredPing;
    private byte @Nullable [] fragments;
    private boolean textFragments;
    private boolean holding;
    private boolean closing;
    private long lastPending;

    /** Takes the channel over. Nothing is to be done with the socket afterwards. */
    FrameChannel(ServerWebSocket socket, Listener listener) {
        this.listener = listener;
        ChannelHandlerContext taken = ((WebSocketInternal) socket).channelHandlerContext();
        channel = taken.channel();
        channel.pipeline().replace(taken.handler(), null, this);
        channel.pipeline().replace(WebSocketFrameDecoder.class, null, new WebSocket13FrameDecoder(CODEC));
        context = channel.pipeline().context(this);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /**
     * Writes whole frames at once and takes over one reference to them. Nothing goes out behind a close frame, and a failed
     * write closes the channel.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The promise is the void one: there is nothing to look at.
    void write(ByteBuf frames) {
        if (closing) {
            frames.release();
            return;
        }
        context.write(frames, context.voidPromise());
        context.flush();
    }

    /** Whether the peer has taken some of what waits for it since this was asked last. */
    boolean hasProgressed() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        long pending = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        boolean progressed = pending < lastPending;
        lastPending = pending;
        return progressed;
    }

    /** Whether to hold messages back, and to read no more, until told otherwise. */
    void hold(boolean hold) {
        if (holding != hold) {
            holding = hold;
            channel.config().setAutoRead(!hold);
            while (!holding && !held.isEmpty()) {
                held.remove().run();
            }
        }
    }

    /** Says goodbye, and closes once the peer has answered, or has not for a while. */
    void close(int code, String reason) {
        if (!closing) {
            closing = true;
            hold(false);
            context.writeAndFlush(new CloseWebSocketFrame(code, reason))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            Future<?> _ = context.executor().schedule(this::end, CLOSING_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        try {
            listener.heard();
            if (message instanceof WebSocketFrame frame) {
                frame(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void frame(WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close -> closedByPeer(close);
            case PingWebSocketFrame ping -> {
                unansweredPing = ByteBufUtil.getBytes(ping.content());
                answerPing();
            }
            case PongWebSocketFrame pong -> listener.heard();
            case TextWebSocketFrame text -> part(text, true);
            case BinaryWebSocketFrame binary -> part(binary, false);
            case ContinuationWebSocketFrame more -> part(more, textFragments);
            default -> throw new IllegalStateException("an unknown frame: " + frame);
        }
    }

    /** A peer that pings and reads nothing has its last ping answered once it reads, and not all of them. */
    private void answerPing() {
        byte[] ping = unansweredPing;
        if (ping != null && !closing && channel.isWritable()) {
            unansweredPing = null;
            context.writeAndFlush(new PongWebSocketFrame(Unpooled.wrappedBuffer(ping)))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    /** The peer's goodbye, or its answer to ours. */
    private void closedByPeer(CloseWebSocketFrame close) {
        if (closing) {
            end();
            return;
        }
        closing = true;
        context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }

    /** Takes a message that came whole, or a part of one. The codec makes sure that parts come in order. */
    private void part(WebSocketFrame frame, boolean isText) {
        byte[] before = fragments;
        byte[] bytes = ByteBufUtil.getBytes(frame.content());
        if (before != null) {
            byte[] both = Arrays.copyOf(before, before.length + bytes.length);
            System.arraycopy(bytes, 0, both, before.length, bytes.length);
            bytes = both;
        }
        if (bytes.length > MAX_MESSAGE_BYTES) {
            fragments = null;
            close(WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), "a message may have 64 KiB at most");
        } else if (!frame.isFinalFragment()) {
            fragments = bytes;
            textFragments = isText;
        } else {
            fragments = null;
            message(bytes, isText);
        }
    }

    private void message(byte[] bytes, boolean isText) {
        if (closing) {
            return;
        }
        if (isText && !Utf8.isValid(bytes, 0, bytes.length)) {
            close(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "text must be UTF-8");
            return;
        }
        Runnable delivery = isText ? () -> listener.text(new String(bytes, StandardCharsets.UTF_8)) : listener::binary;
        if (holding) {
            held.add(delivery);
        } else {
            delivery.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        if (channel.isWritable()) {
            answerPing();
            listener.drained();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        closing = true;
        held.clear();
        listener.closed();
    }

    /** A broken frame is answered; whatever else fails here ends the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            close(broken.closeStatus().code(), broken.closeStatus().reasonText());
        } else {
            end();
        }
    }

    private void end() {
        Future<?> _ = channel.close();
    }
}
