package io.tailrace.cli.send;

import java.util.Arrays;

/** Bytes of one entry while it is put together; reused for the next. Owned by one thread. */
final class EntryBuffer {

    private byte[] bytes = new byte[4096];
    private int length;

    void clear() {
        length = 0;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int to) {
        int count = to - from;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void dropLast() {
        length--;
    }

    /** Valid up to {@link #length}, until the next {@link #clear}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
