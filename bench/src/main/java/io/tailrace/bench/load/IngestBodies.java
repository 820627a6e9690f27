package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * A pool of prepared NDJSON requests, each sent over and over with new time stamps.
 *
 * <p>A request may be sent again only when the last time has been answered: its stamps are written into the very bytes
 * that were sent. One thread's.
 */
public final class IngestBodies {

    private final ByteBuf[] requests;
    private final int[][] stampsAt;
    private final StampText stampText = new StampText();
    private final int entriesEach;

    /**
     * Prepares the requests.
     *
     * @param pool        how many requests
     * @param entriesEach entries in a request
     */
    public IngestBodies(int port, int pool, int entriesEach) {
        this.entriesEach = entriesEach;
        requests = new ByteBuf[pool];
        stampsAt = new int[pool][entriesEach];
        byte[] head = EntryRequests.head(port, "application/x-ndjson");
        Corpus corpus = new Corpus(pool);
        for (int i = 0; i < pool; i++) {
            requests[i] = request(head, corpus, stampsAt[i]);
        }
    }

    private ByteBuf request(byte[] head, Corpus corpus, int[] stampPlaces) {
        ByteBuf body = Unpooled.buffer(entriesEach * 256);
        for (int i = 0; i < entriesEach; i++) {
            stampPlaces[i] = body.writerIndex() + Dialect.TAILRACE.stampAt();
            body.writeBytes(Dialect.TAILRACE.entry(corpus)).writeByte('\n');
            // The fraction of the second stays: entries of one request happened one after the other.
            body.setBytes(stampPlaces[i], stampText.at(i * 1_000L + i % 997));
        }
        byte[] length = (body.readableBytes() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        int headLength = head.length + length.length;
        for (int i = 0; i < entriesEach; i++) {
            stampPlaces[i] += headLength;
        }
        return Unpooled.directBuffer(headLength + body.readableBytes())
                .writeBytes(head)
                .writeBytes(length)
                .writeBytes(body);
    }

    int size() {
        return requests.length;
    }

    int entriesEach() {
        return entriesEach;
    }

    /** A request to send, with the stamps of its entries moved to the given second. */
    ByteBuf get(int index, long nowMicros) {
        ByteBuf request = requests[index];
        byte[] stamp = stampText.at(nowMicros);
        for (int at : stampsAt[index]) {
            request.setBytes(at, stamp, 0, StampText.TO_THE_SECOND);
        }
        return request.retainedDuplicate();
    }
}
