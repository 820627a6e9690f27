package io.tailrace.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value occurs, being counted. Owned by the question's thread; its helpers add to it one at a time. */
final class ValueCounts {

    /**
     * How many different values each range of the archive names at most, the most frequent ones. With more than these, a
     * value that is rare in a range may be counted too low.
     */
    static final int MAX_ARCHIVED = 10_000;

    /** So many different values are held at most while ranges are added up; then the rarer half is forgotten. */
    private static final int MAX_HELD = 20 * MAX_ARCHIVED;

    private static final Comparator<ValueCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);

    private final Map<String, long[]> counts = new HashMap<>();

    void add(String value, long count) {
        counts.computeIfAbsent(value, _ -> new long[1])[0] += count;
    }

    /** Keeps the number of values bounded; to be called between ranges. */
    void prune() {
        if (counts.size() > MAX_HELD) {
            List<ValueCount> kept = List.copyOf(top(MAX_HELD / 2));
            counts.clear();
            kept.forEach(value -> add(value.value(), value.count()));
        }
    }

    /** The most frequent values, most frequent first; those that occur as often in the order of their text. */
    List<ValueCount> top(int limit) {
        List<ValueCount> all = new ArrayList<>(counts.size());
        counts.forEach((value, count) -> all.add(new ValueCount(value, count[0])));
        all.sort(MOST_FREQUENT_FIRST);
        return all.subList(0, Math.min(limit, all.size()));
    }
}
