package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the HTTP answers on one connection, one after the other, in whatever pieces they come. Belongs to the
 * connection's event loop. It reads answers with a Content-Length, which is how a small JSON body is sent.
 */
final class AnswerReader {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final ByteBuf pending = Unpooled.buffer(1024);

    /** Takes in what was received, and answers the next whole answer, or null while it is not all there. */
    @Nullable
    Answer read(ByteBuf in) {
        pending.writeBytes(in);
        String text = pending.toString(StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf(END_OF_HEAD);
        if (headEnd < 0) {
            return null;
        }
        String head = text.substring(0, headEnd).toLowerCase(Locale.ROOT) + "\r\n";
        int bodyLength = header(head, "content-length", -1);
        if (bodyLength < 0) {
            throw new IllegalStateException("The server answered without a Content-Length: " + head);
        }
        int bodyAt = headEnd + END_OF_HEAD.length();
        if (text.length() < bodyAt + bodyLength) {
            return null;
        }
        pending.skipBytes(bodyAt + bodyLength).discardReadBytes();
        String body = text.substring(bodyAt, bodyAt + bodyLength);
        long single = number(body, "{\"id\":");
        return new Answer(
                Integer.parseInt(head, STATUS_AT, STATUS_AT + 3, 10),
                Math.max(single, number(body, "\"first_id\":")),
                Math.max(single, number(body, "\"last_id\":")),
                header(head, "retry-after", 0),
                body);
    }

    private static int header(String lowerCaseHead, String name, int absent) {
        int at = lowerCaseHead.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return absent;
        }
        int from = at + name.length() + 3;
        return Integer.parseInt(lowerCaseHead
                .substring(from, lowerCaseHead.indexOf("\r\n", from))
                .trim());
    }

    private static long number(String body, String name) {
        int at = body.indexOf(name);
        if (at < 0) {
            return 0;
        }
        long value = 0;
        for (int i = at + name.length(); i < body.length() && Character.isDigit(body.charAt(i)); i++) {
            value = value * 10 + (body.charAt(i) - '0');
        }
        return value;
    }
}
