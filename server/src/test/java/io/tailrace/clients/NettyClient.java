package io.tailrace.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Netty's WebSocket client, which takes frames of 65,536 bytes unless it is told otherwise. */
final class NettyClient implements Printed {

    private static final int SECONDS = 20;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ToldMessages told = new ToldMessages();

    private NettyClient() {}

    static NettyClient open(URI address) throws InterruptedException {
        NettyClient client = new NettyClient();
        WebSocketClientProtocolConfig asks = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(address)
                .subprotocol(ToldMessages.PROTOCOL)
                .build();
        new Bootstrap()
                .group(client.group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketClientProtocolHandler(asks),
                                        new Reader(client.told));
                    }
                })
                .connect(address.getHost(), address.getPort())
                .sync();
        return client;
    }

    @Override
    public List<String> lines() {
        return told.lines();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Tells what comes through the handshake's handler: its own handshake fails if the subprotocol is not chosen. */
    private static final class Reader extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final ToldMessages told;

        private Reader(ToldMessages told) {
            this.told = told;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            told.message(frame.text());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            told.line("error " + fault);
            var _ = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            told.line("closed");
        }
    }
}
