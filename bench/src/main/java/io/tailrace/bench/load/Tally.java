package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What all readers of one event loop have received together.
 *
 * <p>Everything but {@link #deliveries()} belongs to the event loop; the count of deliveries is published after every
 * read, for whoever waits for it.
 */
final class Tally {

    private static final long HIGHEST_LATENCY_MICROS = EntryHead.HOUR_MICROS;
    private static final int LONGEST_QUOTE = 300;

    final EntryHead head = new EntryHead();
    final Payload payload;

    private final AtomicLong published = new AtomicLong();
    private Histogram latencies = new Histogram(HIGHEST_LATENCY_MICROS, 3);
    private long deliveries;
    private long notices;
    private long closed;
    private @Nullable String firstNotice;

    Tally(Payload payload) {
        this.payload = payload;
    }

    /** Frames received since the last {@link #reset}; readable from any thread. */
    long deliveries() {
        return published.get();
    }

    void delivered() {
        deliveries++;
    }

    void publish() {
        published.lazySet(deliveries);
    }

    void latency(long micros) {
        latencies.recordValue(micros);
    }

    void notice(ByteBuf bytes, int at, int length) {
        notices++;
        if (firstNotice == null) {
            int readable = Math.min(Math.min(length, LONGEST_QUOTE), bytes.writerIndex() - at);
            firstNotice = bytes.toString(at, readable, StandardCharsets.UTF_8);
        }
    }

    void closed(String how) {
        closed++;
        if (firstNotice == null) {
            firstNotice = how;
        }
    }

    long notices() {
        return notices;
    }

    long closed() {
        return closed;
    }

    @Nullable
    String firstNotice() {
        return firstNotice;
    }

    /** Hands out the latencies taken so far, in microseconds, and begins anew. */
    Histogram takeLatencies() {
        Histogram taken = latencies;
        latencies = new Histogram(HIGHEST_LATENCY_MICROS, 3);
        return taken;
    }

    void reset() {
        takeLatencies();
        deliveries = 0;
        notices = 0;
        closed = 0;
        firstNotice = null;
        publish();
    }
}
