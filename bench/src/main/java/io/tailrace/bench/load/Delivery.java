package io.tailrace.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a group of tail clients has received of a range of entries.
 *
 * @param clients     how many were asked
 * @param complete    how many of them have exactly the expected entries, in order
 * @param deliveries  text frames with an entry, over all clients
 * @param expected    what {@code deliveries} should be
 * @param gaps        how often an id did not follow on the one before it
 * @param firstNotice the first text that was not an entry, or how the first connection ended, if any did
 * @param latencies   microseconds from the stamp to the read, over all deliveries
 */
public record Delivery(
        int clients,
        int complete,
        long deliveries,
        long expected,
        long gaps,
        @Nullable String firstNotice,
        Histogram latencies) {

    /** Whether every client got every entry once, and in order. */
    public boolean whole() {
        return complete == clients;
    }

    /** In words, for the person who runs the bench. */
    public String describe() {
        if (whole()) {
            return "every client got every entry, in order";
        }
        String notice = firstNotice == null ? "" : "; first notice: " + firstNotice;
        return "%d of %d clients got every entry in order; %d of %d deliveries, %d breaks in the order%s"
                .formatted(complete, clients, deliveries, expected, gaps, notice);
    }
}
