package io.tailrace.http.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/** The answer to a head of which the rest did not come. It belongs to no request, so it is written in front of the codec. */
final class HeadTimeout {

    private static final byte[] ANSWER = answer();

    private HeadTimeout() {}

    /** Says so to the client and closes the connection behind it. */
    static void send(ChannelHandlerContext codec) {
        codec.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(ChannelFutureListener.CLOSE);
    }

    private static byte[] answer() {
        String body = "{\"error\":\"the rest of the request's head did not come\",\"code\":\"request_timeout\"}";
        return ("HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\ncache-control: no-store\r\n"
                        + "connection: close\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(US_ASCII);
    }
}
