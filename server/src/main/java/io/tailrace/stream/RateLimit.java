package io.tailrace.stream;

/**
 * How many entries a client that asked for a rate may still be sent in the current slice of time. The quota of a slice is
 * not carried over, so no second ever gets more than its share and one slice. Owned by the event loop of its fan-out.
 */
final class RateLimit {

    static final long SLICE_MILLIS = 100;

    private static final long SLICE_NANOS = SLICE_MILLIS * 1_000_000;
    private static final int SLICES_PER_SECOND = 10;

    private final int maxPerSecond;
    private long slice;
    private int remainder;
    private int quota;
    private boolean piledUp;

    RateLimit(int maxPerSecond, long nanoTime) {
        this.maxPerSecond = maxPerSecond;
        slice = nanoTime / SLICE_NANOS;
        // A rate below the number of slices still lets the first entry through at once.
        remainder = SLICES_PER_SECOND - 1;
        refill();
    }

    /** How many entries may go now. */
    int quota(long nanoTime) {
        long now = nanoTime / SLICE_NANOS;
        if (now != slice) {
            // What the slices in between could not give as whole entries adds up to one, so that a low rate lets an
            // entry go at once if the last one was long ago.
            long passed = Math.min(now - slice, SLICES_PER_SECOND) - 1;
            remainder = (int) Math.min(SLICES_PER_SECOND - 1, remainder + passed * maxPerSecond);
            slice = now;
            refill();
        }
        return quota;
    }

    private void refill() {
        int share = maxPerSecond + remainder;
        quota = share / SLICES_PER_SECOND;
        remainder = share % SLICES_PER_SECOND;
    }

    /** More came than the quota allowed. */
    void pileUp() {
        piledUp = true;
    }

    boolean isPiledUp() {
        return piledUp;
    }

    void clearPile() {
        piledUp = false;
    }

    void spend(long entries) {
        quota = (int) Math.max(0, quota - entries);
    }
}
