package io.tailrace.archive;

import io.tailrace.entry.Level;
import java.util.Arrays;

/** How many entries there are of each level. Belongs to one thread while it is counted. */
public final class LevelCounts {

    private final long[] counts = new long[Level.values().length];

    void add(Level level, long count) {
        counts[level.severity()] += count;
    }

    public long of(Level level) {
        return counts[level.severity()];
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }
}
