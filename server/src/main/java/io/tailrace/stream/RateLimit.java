package io.tailrace.stream;

import io.tailrace.entry.Level;
import org.jspecify.annotations.Nullable;

/**
 * How many entries a client that asked for a rate may still be sent in the current slice of time. The quota of a slice is
 * not carried over, so no second ever gets more than its share and one slice. Half of it may be kept for entries of some level and
 * above. Owned by the event loop of its fan-out.
 */
final class RateLimit {

    static final long SLICE_MILLIS = 100;

    private static final long SLICE_NANOS = SLICE_MILLIS * 1_000_000;
    private static final int SLICES_PER_SECOND = 10;

    private final int maxPerSecond;
    private final @Nullable Level halfFrom;
    private long slice;
    private int remainder;
    private int quota;
    private int kept;
    private int halves;
    private boolean piledUp;
    private boolean picked;

    RateLimit(int maxPerSecond, long nanoTime) {
        this(maxPerSecond, null, nanoTime);
    }

    /** Without a level, the newest are sent, whatever they are. */
    RateLimit(int maxPerSecond, @Nullable Level halfFrom, long nanoTime) {
        this.maxPerSecond = maxPerSecond;
        this.halfFrom = halfFrom;
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
        halves += halfFrom == null ? 0 : quota;
        kept = halves / 2;
        halves %= 2;
    }

    /** The level from which on entries have half of the rate; null if none has. */
    @Nullable
    Level halfFrom() {
        return halfFrom;
    }

    /** How many of the quota are kept for those entries. */
    int kept() {
        return Math.min(kept, quota);
    }

    /** The next entry that goes is one of those, and no other goes with it. */
    void pick() {
        picked = true;
    }

    boolean isPicked() {
        return picked;
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
        if (picked && entries > 0) {
            picked = false;
            kept = Math.max(0, kept - 1);
        }
    }
}
