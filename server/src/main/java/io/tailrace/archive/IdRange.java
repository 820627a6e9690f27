package io.tailrace.archive;

import io.tailrace.log.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Ids that one statement is about, both ends inclusive.
 *
 * @param first at most the last
 */
record IdRange(long first, long last) {

    /** Ranges that together hold these ids, lowest first, none larger than {@link History#RANGE_IDS}. */
    static List<IdRange> upwards(long first, long last) {
        List<IdRange> ranges = new ArrayList<>();
        for (long after = first - 1; after < last; ) {
            long end = History.firstRange(after, last);
            ranges.add(new IdRange(after + 1, end));
            after = end;
        }
        return ranges;
    }

    /** The same, highest first. */
    static List<IdRange> downwards(long first, long last) {
        return upwards(first, last).reversed();
    }

    long size() {
        return last - first + 1;
    }
}
