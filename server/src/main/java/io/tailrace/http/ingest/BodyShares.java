package io.tailrace.http.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of request bodies is held together, in two shares, so that neither many small ones nor a few large ones keep the
 * others out. What counts is what has come of them. Shared by all event loops.
 */
public final class BodyShares {

    /** A body up to this size is small. */
    static final int SMALL_BYTES = 64 << 10;

    /** Small bodies have so many times less than large ones, besides them. */
    private static final int SMALL_PART = 8;

    private final Share small;
    private final Share large;

    public BodyShares(long maxBufferedBytes, MeterRegistry meters) {
        small = new Share(Math.max(SMALL_BYTES, maxBufferedBytes / SMALL_PART));
        large = new Share(maxBufferedBytes);
        Gauge.builder("tailrace.ingest.buffered.bytes", this, BodyShares::bytes)
                .description("Bytes of request bodies under way")
                .register(meters);
        Gauge.builder("tailrace.ingest.buffered.small.bytes", small.taken, AtomicLong::get)
                .description("The part of tailrace_ingest_buffered_bytes that is of bodies up to 64 KiB")
                .register(meters);
        Gauge.builder("tailrace.ingest.buffered.max.bytes", () -> large.max)
                .description("The bound for large bodies, see --max-buffered-bytes; small ones have an eighth besides")
                .register(meters);
    }

    private double bytes() {
        return small.taken.get() + large.taken.get();
    }

    /** One of the two shares. */
    private static final class Share {

        private final long max;
        private final AtomicLong taken = new AtomicLong();

        Share(long max) {
            this.max = max;
        }

        boolean take(long bytes) {
            if (taken.addAndGet(bytes) <= max) {
                return true;
            }
            taken.addAndGet(-bytes);
            return false;
        }
    }

    /** What one body takes; it is given back once, by {@link #close}. Owned by one event loop. */
    final class Lease implements AutoCloseable {

        private boolean isLarge;
        private long held;

        private Lease(boolean isLarge) {
            this.isLarge = isLarge;
        }

        /** Takes more; says whether there was room. A body that has become large moves to the other share. */
        boolean take(long bytes) {
            if (!isLarge && held + bytes > SMALL_BYTES) {
                if (!large.take(held + bytes)) {
                    return false;
                }
                small.taken.addAndGet(-held);
                isLarge = true;
            } else if (!(isLarge ? large : small).take(bytes)) {
                return false;
            }
            held += bytes;
            return true;
        }

        @Override
        public void close() {
            (isLarge ? large : small).taken.addAndGet(-held);
            held = 0;
        }
    }

    /** Room for a body of which so much was announced; 0 if nothing was. */
    Lease lease(long announced) {
        return new Lease(announced > SMALL_BYTES);
    }
}
