package io.tailrace.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer with {@code Transfer-Encoding: chunked}. It ends well only with the last chunk. One thread's. */
final class ChunkedInput extends InputStream {

    private final LineInput in;
    private int left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(LineInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int taken = in.read(into, at, Math.min(left, length));
        if (taken < 0) {
            throw new EOFException("the connection ended within a chunk");
        }
        left -= taken;
        return taken;
    }

    private void nextChunk() throws IOException {
        if (!first && !in.text().isEmpty()) {
            throw new IOException("a chunk is longer than it says");
        }
        first = false;
        String size = in.text();
        try {
            left = Integer.parseInt(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("\"" + size + "\" is no size of a chunk", e);
        }
        ended = left == 0;
    }
}
