package io.tailrace.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of a series of posts.
 *
 * @param accepted     entries that the server has acknowledged
 * @param refusedPosts posts that were answered with anything but 201, or not at all
 * @param firstRefusal the first such answer
 * @param firstId      lowest id that was acknowledged
 * @param lastId       highest id that was acknowledged
 * @param nanos        from the first post to the last answer
 * @param ackMicros    from when a post was due (or was sent, if there was no schedule) to its answer
 * @param lateMicros   from when a post was due to when it was sent: the generator's own lateness
 */
public record Posted(
        long accepted,
        long refusedPosts,
        @Nullable String firstRefusal,
        long firstId,
        long lastId,
        long nanos,
        Histogram ackMicros,
        Histogram lateMicros) {

    /** Whether every post was accepted. */
    public boolean whole() {
        return refusedPosts == 0;
    }
}
