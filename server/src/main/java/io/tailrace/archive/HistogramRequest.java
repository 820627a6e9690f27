package io.tailrace.archive;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/**
 * Which histogram is asked for. Times are in microseconds.
 *
 * @param filter what is counted; it holds the range too
 * @param from what the first bucket holds; empty for the first entry that matches
 * @param to what the last bucket ends with or behind; empty for the last entry that matches
 * @param interval the length of a bucket; empty to have one chosen
 */
public record HistogramRequest(Filter filter, OptionalLong from, OptionalLong to, OptionalLong interval) {}
