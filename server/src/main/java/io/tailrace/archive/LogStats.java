package io.tailrace.archive;

import java.util.List;
import java.util.OptionalLong;

/**
 * What entries there are.
 *
 * @param byService the most frequent first
 * @param firstId the lowest id; empty if there is no entry
 * @param lastId the highest id; empty if there is no entry
 */
public record LogStats(LevelCounts byLevel, List<ValueCount> byService, OptionalLong firstId, OptionalLong lastId) {}
