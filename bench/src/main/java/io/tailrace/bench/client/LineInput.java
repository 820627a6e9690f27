package io.tailrace.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A buffered input that is read by lines and by numbers of bytes. One thread's.
 *
 * <p>A line ends with LF; a CR before it is taken off.
 */
final class LineInput {

    private static final int INITIAL = 16 * 1024;
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL];
    private int from;
    private int to;

    LineInput(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; null at the end of the input. */
    byte @Nullable [] line() throws IOException {
        int searched = from;
        while (true) {
            for (int at = searched; at < to; at++) {
                if (buffer[at] == '\n') {
                    int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                    byte[] line = Arrays.copyOfRange(buffer, from, end);
                    from = at + 1;
                    return line;
                }
            }
            int unread = to - from;
            if (!fill()) {
                if (unread > 0) {
                    throw new EOFException("the connection ended within a line");
                }
                return null;
            }
            searched = from + unread;
        }
    }

    /** The next line as text. */
    String text() throws IOException {
        byte[] line = line();
        if (line == null) {
            throw new EOFException("the connection ended");
        }
        return new String(line, StandardCharsets.UTF_8);
    }

    /** Exactly so many bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int got = 0;
        while (got < count) {
            int step = read(bytes, got, count - got);
            if (step < 0) {
                throw new EOFException("the connection ended within a message");
            }
            got += step;
        }
        return bytes;
    }

    /** At least one byte, and at most so many; -1 at the end of the input. */
    int read(byte[] into, int at, int most) throws IOException {
        if (from == to && !fill()) {
            return -1;
        }
        int step = Math.min(most, to - from);
        System.arraycopy(buffer, from, into, at, step);
        from += step;
        return step;
    }

    /** Takes in more behind what is not read yet; false at the end of the input. */
    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == buffer.length && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == buffer.length) {
            if (to >= LONGEST_LINE) {
                throw new IOException("a line has no end");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int got = in.read(buffer, to, buffer.length - to);
        if (got < 0) {
            return false;
        }
        to += got;
        return true;
    }
}
