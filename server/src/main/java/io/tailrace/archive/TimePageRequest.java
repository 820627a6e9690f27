package io.tailrace.archive;

import io.tailrace.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which page of entries is asked for, in the order of when they happened.
 *
 * @param after only what is behind this place
 * @param before only what is before this place
 * @param newestFirst whether what happened last comes first
 * @param offset how many entries that match to pass over
 * @param limit how many to show at most
 */
public record TimePageRequest(
        Filter filter,
        Optional<TimePosition> after,
        Optional<TimePosition> before,
        boolean newestFirst,
        long offset,
        int limit) {

    /** What the filter and the two places say together. */
    Filter wanted() {
        List<Filter> parts = new ArrayList<>();
        after.map(TimePosition::after).ifPresent(parts::add);
        before.map(TimePosition::before).ifPresent(parts::add);
        parts.add(filter);
        return parts.size() == 1 ? filter : new Filter.And(parts);
    }
}
