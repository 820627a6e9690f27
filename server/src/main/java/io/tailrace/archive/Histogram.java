package io.tailrace.archive;

import java.util.List;

/**
 * Entries counted by when they happened.
 *
 * @param intervalMicros the length of a bucket
 * @param start when the first bucket starts, in microseconds; a multiple of the interval
 * @param buckets without gaps; none if no entry matches and no range was asked for
 */
public record Histogram(long intervalMicros, long start, List<LevelCounts> buckets) {}
