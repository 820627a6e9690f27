package io.tailrace.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A keep-alive HTTP connection with at most one POST under way. Belongs to its event loop. */
final class PostConnection extends ChannelInboundHandlerAdapter {

    /** Receives what becomes of the posts, on the event loop. */
    interface Owner {

        void answered(PostConnection connection, Answer answer);

        /** The connection has ended; a post that was under way has no answer. */
        void lost(PostConnection connection, String why);
    }

    private final AnswerReader reader = new AnswerReader();
    private Owner owner;
    private ChannelHandlerContext context;
    private boolean leaving;

    @SuppressWarnings("NullAway.Init") // Netty gives the context before it calls anything else.
    private PostConnection(Owner owner) {
        this.owner = owner;
    }

    /** Opens connections to a port of this machine, and waits for them. Not for the event loop to call. */
    static List<PostConnection> open(EventLoop loop, int port, int count, Owner owner) {
        List<PostConnection> connections = new ArrayList<>();
        SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer();
        for (int i = 0; i < count; i++) {
            PostConnection connection = new PostConnection(owner);
            new Bootstrap()
                    .group(loop.netty())
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffer)
                    .handler(connection)
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .syncUninterruptibly();
            connections.add(connection);
        }
        return connections;
    }

    /** Sends a whole request, and takes it over. */
    void post(ByteBuf request) {
        var _ = context.writeAndFlush(request).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    boolean isOpen() {
        return context.channel().isActive();
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
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            Answer answer = reader.read(in);
            if (answer != null) {
                owner.answered(this, answer);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!leaving) {
            leaving = true;
            owner.lost(this, "The server ended a connection that posts.");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!leaving) {
            leaving = true;
            owner.lost(this, String.valueOf(cause.getMessage()));
        }
        var _ = ctx.close();
    }
}
