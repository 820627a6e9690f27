package io.tailrace.cli.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;

/**
 * Entries for one request, one after the other as NDJSON, each with the number of the line that it came from.
 *
 * <p>Filled by one thread and then handed over; not changed after that.
 */
public final class Batch {

    private static final int FIRST_BYTES = 1 << 16;

    private final String source;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[64];
    private long[] lines = new long[64];
    private int count;

    /** {@code source} names where the lines come from, such as a file. */
    public Batch(String source) {
        this.source = source;
    }

    /** Adds one entry, which is a JSON object without a line break. */
    public void add(byte[] entry, int length, long line) {
        int start = size();
        ensureRoom(start + length + 1);
        System.arraycopy(entry, 0, bytes, start, length);
        bytes[start + length] = '\n';
        ends[count] = start + length + 1;
        lines[count] = line;
        count++;
    }

    private void ensureRoom(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            lines = Arrays.copyOf(lines, count * 2);
        }
    }

    public String source() {
        return source;
    }

    /** How many entries. */
    public int count() {
        return count;
    }

    /** How many bytes of NDJSON. */
    public int size() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** The line that the entry with this index, from 0, came from. */
    public long line(int index) {
        return lines[index];
    }

    BodyPublisher body() {
        return BodyPublishers.ofByteArray(bytes, 0, size());
    }

    /** The same entries in the same order as two batches; only for a batch of two and more. */
    List<Batch> halves() {
        return List.of(slice(0, count / 2), slice(count / 2, count));
    }

    private Batch slice(int from, int to) {
        Batch part = new Batch(source);
        for (int i = from; i < to; i++) {
            int start = i == 0 ? 0 : ends[i - 1];
            byte[] entry = Arrays.copyOfRange(bytes, start, ends[i] - 1);
            part.add(entry, entry.length, lines[i]);
        }
        return part;
    }
}
