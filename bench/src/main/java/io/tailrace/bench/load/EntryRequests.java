package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * A pool of prepared entries, from which whole POST requests are put together by copying. One thread's.
 *
 * <p>A request of one entry is {@code application/json}, one of several is NDJSON.
 */
public final class EntryRequests {

    private static final int POOL = 8192;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Dialect dialect;
    private final int batch;
    private final byte[] head;
    private final byte[][] entries = new byte[POOL][];
    private final StampText stampText = new StampText();
    private int next;

    /**
     * Prepares the entries.
     *
     * @param batch entries in a request
     */
    public EntryRequests(Dialect dialect, int port, int batch) {
        this(dialect, port, batch, new Corpus(batch));
    }

    /**
     * Prepares entries of one's own.
     *
     * @param batch entries in a request
     */
    public EntryRequests(Dialect dialect, int port, int batch, Corpus corpus) {
        this.dialect = dialect;
        this.batch = batch;
        head = head(port, batch == 1 ? "application/json" : "application/x-ndjson");
        for (int i = 0; i < POOL; i++) {
            entries[i] = dialect.entry(corpus);
        }
    }

    /** Everything of a request up to the number in its Content-Length. */
    static byte[] head(int port, String contentType) {
        return ("POST /api/logs HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: " + contentType
                        + "\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    int batch() {
        return batch;
    }

    /** The next request; all its entries carry the same stamp. */
    ByteBuf next(long stampMicros) {
        int length = 0;
        for (int i = 0; i < batch; i++) {
            length += entries[(next + i) % POOL].length + (batch > 1 ? 1 : 0);
        }
        byte[] stamp = dialect.stamp(stampText, stampMicros);
        ByteBuf request = PooledByteBufAllocator.DEFAULT.directBuffer(head.length + 16 + length);
        request.writeBytes(head);
        request.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(END_OF_HEAD);
        for (int i = 0; i < batch; i++) {
            byte[] entry = entries[next];
            int entryAt = request.writerIndex();
            request.writeBytes(entry);
            request.setBytes(entryAt + dialect.stampAt(), stamp);
            if (batch > 1) {
                request.writeByte('\n');
            }
            next = (next + 1) % POOL;
        }
        return request;
    }
}
