package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tailrace.http.access.Uptake;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The channel of one stream's client, taken over from Vert.x. What is gained is that bytes framed once are written to any
 * number of sockets without a copy, that each reference to them is given back by Netty once the socket has them, and that an
 * idle client costs a quarter of the memory. The only place that goes below Vert.x's API. Owned by the channel's event loop.
 */
public final class ClientChannel extends ChannelInboundHandlerAdapter {

    private static final long CLOSING_SECONDS = 2;

    /**
     * The codec reports a broken frame and throws away what follows. If it closed the channel itself, what the client had
     * sent beyond that would reset the connection, and the client would not learn why.
     */
    private static final WebSocketDecoderConfig CODEC = WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .maxFramePayloadLength(MessageReader.MAX_MESSAGE_BYTES)
            .closeOnProtocolViolation(false)
            .build();

    /** What happens on the channel. Nothing is told after {@link #closed}, which is told once. */
    interface Listener {

        /** Something came from the client; it is only lent for the call. */
        void read(Object message);

        /** The channel takes more again. */
        void drained();

        /** Something failed. If it is not said otherwise, the channel is to be ended. */
        void failed(Throwable cause);

        /** The channel is closed. */
        void closed();
    }

    private final Channel channel;
    private @Nullable Listener listener;
    private boolean closing;
    private long written;
    private long lastTaken;
    private boolean wasWaiting;

    /** The channel of a request that was not answered yet; it is taken over by one of the ways below. */
    ClientChannel(HttpConnection connection) {
        channel = of(connection);
    }

    /** The channel below a connection of Vert.x, whose end is seen there whoever has taken it over. */
    public static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /**
     * Takes it over for bytes: what the client sends from here on comes as it is, and what is written is sent as it is, from
     * the status line on.
     */
    void takeOver(Listener newListener) {
        listener = newListener;
        removeAll();
        channel.pipeline().addLast(this);
    }

    /**
     * Takes it over for WebSocket: from the client come frames, also those that it has sent already; what is written is
     * frames, or bytes as they are.
     */
    void takeOverForFrames(Listener newListener) {
        listener = newListener;
        ChannelHandler decoder = new WebSocket13FrameDecoder(CODEC);
        ChannelHandler encoder = new WebSocket13FrameEncoder(false);
        channel.pipeline().addLast(decoder, encoder, this);
        removeAll(decoder, encoder, this);
    }

    /** The codec goes last, as what it has read and not handed on must find nobody on its way to those that stay. */
    private void removeAll(ChannelHandler... butThese) {
        Set<ChannelHandler> stay = Collections.newSetFromMap(new IdentityHashMap<>());
        stay.addAll(List.of(butThese));
        List<ChannelHandler> all = new ArrayList<>(channel.pipeline().toMap().values());
        for (ChannelHandler each : all.reversed()) {
            if (!stay.contains(each) && !(each instanceof SslHandler)) {
                channel.pipeline().remove(each);
            }
        }
    }

    private Listener listener() {
        return Objects.requireNonNull(listener, "nobody has taken the channel over");
    }

    /** Writes the head of the response: what is given, then headers, and the empty line. */
    void writeHead(String begin, MultiMap headers) {
        StringBuilder head = new StringBuilder(begin);
        for (Map.Entry<String, String> header : headers) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        write(ByteBufUtil.writeUtf8(channel.alloc(), head.append("\r\n")));
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    boolean isClosing() {
        return closing;
    }

    /**
     * Writes bytes or a frame at once and takes over one reference to them. Nothing goes out behind a goodbye, and a failed
     * write closes the channel.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The promise is the void one: there is nothing to look at.
    void write(Object frames) {
        if (closing) {
            ReferenceCountUtil.release(frames);
            return;
        }
        if (frames instanceof ByteBuf bytes) {
            written += bytes.readableBytes();
        }
        channel.writeAndFlush(frames, channel.voidPromise());
        long pending = Uptake.left(channel);
        if (pending > 0 && !wasWaiting) {
            wasWaiting = true;
            lastTaken = written - pending;
        }
    }

    /** Whether bytes wait that the socket has not taken. */
    boolean isWaiting() {
        return Uptake.left(channel) > 0;
    }

    /**
     * Whether the socket has taken some of what waited for it, or of what came behind that, since it began to wait or this was
     * asked last. What it takes without a wait says nothing: the kernel has room for it though nobody reads.
     */
    boolean hasProgressed() {
        long pending = Uptake.left(channel);
        boolean progressed = wasWaiting && written - pending > lastTaken;
        lastTaken = written - pending;
        wasWaiting = pending > 0;
        return progressed;
    }

    /** Whether to read what the client sends. */
    void read(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    /**
     * Says goodbye; nothing is written behind it.
     *
     * @param last what is sent last
     * @param awaitsAnswer whether the peer is given time to answer; else the channel is closed once the last is sent
     */
    void sayGoodbye(Object last, boolean awaitsAnswer) {
        if (closing) {
            ReferenceCountUtil.release(last);
            return;
        }
        closing = true;
        read(true);
        channel.writeAndFlush(last)
                .addListener(awaitsAnswer ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
        // A peer that takes nothing does not take this either.
        Future<?> _ = channel.eventLoop().schedule(this::end, CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    /** Closes at once. */
    void end() {
        closing = true;
        Future<?> _ = channel.close();
    }

    /** Does something later on the event loop. */
    void later(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        try {
            listener().read(message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        if (channel.isWritable()) {
            listener().drained();
        }
    }

    /** A peer that says no more and has not said goodbye is gone. */
    @Override
    public void userEventTriggered(ChannelHandlerContext unused, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        closing = true;
        listener().closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        listener().failed(cause);
    }
}
