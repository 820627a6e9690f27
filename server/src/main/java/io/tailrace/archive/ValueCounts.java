package io.tailrace.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value occurs, being counted. Owned by the query's thread. */
final class ValueCounts {

    /**
     * How many different values the archive names at most, the most frequent ones. With more than these, a value that is
     * rare in the archive may be counted too low.
     */
    static final int MAX_ARCHIVED = 10_000;

    private static final Comparator<ValueCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);

    private final Map<String, long[]> counts = new HashMap<>();

    void add(String value, long count) {
        counts.computeIfAbsent(value, _ -> new long[1])[0] += count;
    }

    /** The most frequent values, most frequent first; those that occur as often in the order of their text. */
    List<ValueCount> top(int limit) {
        List<ValueCount> all = new ArrayList<>(counts.size());
        counts.forEach((value, count) -> all.add(new ValueCount(value, count[0])));
        all.sort(MOST_FREQUENT_FIRST);
        return all.subList(0, Math.min(limit, all.size()));
    }
}
