package io.tailrace.cli.send;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of bytes as lines, without their ends ({@code \n} or {@code \r\n}) and without copying them.
 *
 * <p>A line that is longer than the limit is dropped while it is read, so the limit bounds the memory. A line is handed
 * out as soon as its end has arrived. Owned by one thread, which it blocks while the stream has nothing.
 */
final class LineReader {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final int limit;
    private byte[] buffer = new byte[2 * CHUNK];

    /** What is read and not handed out begins at {@code unread}; up to {@code scanned} it has no line end. */
    private int unread;

    private int scanned;
    private int end;

    private long number;
    private int start;
    private int length;
    private boolean tooLong;

    /** {@code limit}: the longest line that is handed out, in bytes. */
    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Moves to the next line; false at the end. The last line needs no line end. */
    boolean next() throws IOException {
        tooLong = false;
        while (true) {
            while (scanned < end) {
                if (buffer[scanned++] == '\n') {
                    take(scanned - 1);
                    return true;
                }
            }
            if (scanned - unread > limit + 1) {
                tooLong = true;
                unread = scanned;
            }
            if (!fill()) {
                boolean rest = tooLong || end > unread;
                if (rest) {
                    take(end);
                }
                return rest;
            }
        }
    }

    private boolean fill() throws IOException {
        if (end == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, count);
        return count > 0;
    }

    /** A line never outgrows the limit by more than one filling, so the buffer stays below twice the limit. */
    private void makeRoom() {
        byte[] roomy = end - unread > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, unread, roomy, 0, end - unread);
        buffer = roomy;
        scanned -= unread;
        end -= unread;
        unread = 0;
    }

    private void take(int lineEnd) {
        number++;
        start = unread;
        length = lineEnd - start;
        unread = scanned;
        if (length > 0 && buffer[start + length - 1] == '\r') {
            length--;
        }
        if (number == 1 && startsWithByteOrderMark()) {
            start += 3;
            length -= 3;
        }
        tooLong |= length > limit;
    }

    private boolean startsWithByteOrderMark() {
        return length >= 3
                && buffer[start] == (byte) 0xEF
                && buffer[start + 1] == (byte) 0xBB
                && buffer[start + 2] == (byte) 0xBF;
    }

    /** Holds the line's bytes, from {@link #start} on, until the next call of {@link #next}. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** The number of the line, from 1. */
    long number() {
        return number;
    }

    /** The line is longer than the limit, and its bytes are gone. */
    boolean tooLong() {
        return tooLong;
    }
}
