package io.tailrace.http.access;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Reads requests, and takes what two readers would read differently for the bad request that it is: a length beside chunks,
 * which Netty passes over, and a header that goes on in the next line, which it joins. One for each connection.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private boolean inHead = true;
    private boolean isFolded;
    private boolean endsWithLine;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (inHead) {
            isFolded |= foldsLine(in);
        }
        int from = in.readerIndex();
        int before = out.size();
        super.decode(context, in, out);
        if (in.readerIndex() > from) {
            endsWithLine = in.getByte(in.readerIndex() - 1) == '\n';
        }
        for (Object message : out.subList(before, out.size())) {
            look(message);
        }
    }

    private void look(Object message) {
        if (message instanceof HttpRequest request) {
            if (isFolded && request.decoderResult().isSuccess()) {
                request.setDecoderResult(
                        DecoderResult.failure(new IllegalArgumentException("A header goes on in the next line")));
            }
            inHead = false;
        }
        if (message instanceof LastHttpContent) {
            inHead = true;
            isFolded = false;
            endsWithLine = false;
        }
    }

    /** Whether a line of the head that begins here, or goes on here, is followed by one that begins with a space. */
    private boolean foldsLine(ByteBuf in) {
        boolean isAtLine = endsWithLine;
        boolean sawLine = endsWithLine;
        int length = 0;
        for (int at = in.readerIndex(); at < in.writerIndex(); at++) {
            byte next = in.getByte(at);
            if (isAtLine && (next == ' ' || next == '\t')) {
                return true;
            }
            isAtLine = next == '\n';
            if (isAtLine && length == 0 && sawLine) {
                // The empty line that ends the head; what follows is no part of it.
                return false;
            }
            sawLine |= isAtLine && length > 0;
            length = isAtLine ? 0 : next == '\r' ? length : length + 1;
        }
        return false;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length and Transfer-Encoding are both given");
    }
}
