package io.tailrace.archive;

/** A histogram would have more buckets than anybody can look at. Carries no stack trace: it is an answer, not a fault. */
public final class TooManyBuckets extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long buckets;
    private final long allowedMicros;

    TooManyBuckets(long buckets, long allowedMicros) {
        super(buckets + " buckets", null, false, false);
        this.buckets = buckets;
        this.allowedMicros = allowedMicros;
    }

    /** How many it would have. */
    public long buckets() {
        return buckets;
    }

    /** How many it may have. */
    public int most() {
        return HistogramStep.MAX_BUCKETS;
    }

    /** The shortest of the usual intervals that would do, in microseconds. */
    public long allowedMicros() {
        return allowedMicros;
    }
}
