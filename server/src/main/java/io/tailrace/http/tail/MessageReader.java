package io.tailrace.http.tail;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tailrace.entry.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts a WebSocket client's messages together from their frames, each within a bound and at a cost in proportion to its
 * bytes, however many frames it comes in. Owned by the socket's event loop.
 */
final class MessageReader {

    static final int MAX_MESSAGE_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 256;

    private byte[] fragments = new byte[0];
    private int size;
    private boolean isText;

    /** What a frame brought. */
    sealed interface Read {

        /** What it takes while it waits, about. */
        default int characters() {
            return 1;
        }

        /** A message of text. */
        record Text(String text) implements Read {
            @Override
            public int characters() {
                return 1 + text.length();
            }
        }

        /** A message that is no text. */
        record Binary() implements Read {}

        /** Something that ends the connection. */
        record Broken(CloseCode why) implements Read {}
    }

    /** Takes a frame of data; says what it completed, if anything. The codec makes sure that parts come in order. */
    Optional<Read> read(WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame _ -> isText = true;
            case BinaryWebSocketFrame _ -> isText = false;
            case ContinuationWebSocketFrame _ -> {}
            default -> throw new IllegalStateException("an unknown frame: " + frame);
        }
        ByteBuf content = frame.content();
        int more = content.readableBytes();
        if (size + more > MAX_MESSAGE_BYTES) {
            clear();
            return Optional.of(new Read.Broken(CloseCode.TOO_BIG));
        }
        if (size + more > fragments.length) {
            int doubled = Math.min(MAX_MESSAGE_BYTES, 2 * fragments.length);
            fragments = Arrays.copyOf(fragments, Math.max(Math.max(size + more, doubled), INITIAL_BYTES));
        }
        content.getBytes(content.readerIndex(), fragments, size, more);
        size += more;
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        Read whole = whole();
        clear();
        return Optional.of(whole);
    }

    private Read whole() {
        if (!isText) {
            return new Read.Binary();
        }
        return Utf8.isValid(fragments, 0, size)
                ? new Read.Text(new String(fragments, 0, size, StandardCharsets.UTF_8))
                : new Read.Broken(CloseCode.NOT_TEXT);
    }

    /** A client that says little, and seldom, shall not cost its memory. */
    private void clear() {
        fragments = new byte[0];
        size = 0;
    }
}
