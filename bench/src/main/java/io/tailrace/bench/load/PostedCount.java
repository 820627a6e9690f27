package io.tailrace.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The running count that becomes a {@link Posted}. Belongs to the posting event loop. */
final class PostedCount {

    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Histogram ackMicros = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram lateMicros = new Histogram(HIGHEST_MICROS, 3);
    private final long begunNanos = System.nanoTime();
    private long accepted;
    private long refusedPosts;
    private long firstId = Long.MAX_VALUE;
    private long lastId;
    private @Nullable String firstRefusal;

    void sent(long lateNanos) {
        lateMicros.recordValue(micros(lateNanos));
    }

    void answered(Answer answer, long sinceDueNanos) {
        ackMicros.recordValue(micros(sinceDueNanos));
        if (answer.accepted() && answer.firstId() > 0) {
            accepted += answer.lastId() - answer.firstId() + 1;
            firstId = Math.min(firstId, answer.firstId());
            lastId = Math.max(lastId, answer.lastId());
        } else {
            refused("HTTP " + answer.status() + " " + answer.body());
        }
    }

    void refused(String why) {
        refusedPosts++;
        if (firstRefusal == null) {
            firstRefusal = why;
        }
    }

    long accepted() {
        return accepted;
    }

    Posted result() {
        long nanos = System.nanoTime() - begunNanos;
        return new Posted(
                accepted, refusedPosts, firstRefusal, firstId, lastId, nanos, ackMicros.copy(), lateMicros.copy());
    }

    private static long micros(long nanos) {
        return Math.clamp(nanos / 1_000, 0, HIGHEST_MICROS);
    }
}
