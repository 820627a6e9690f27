package io.tailrace.archive;

import io.tailrace.filter.Filter;

/**
 * Which page of entries is asked for.
 *
 * @param after only ids above this one
 * @param before only ids below this one
 * @param newestFirst whether the highest id comes first
 * @param offset how many entries that match to pass over
 * @param limit how many to show at most
 */
public record PageRequest(Filter filter, long after, long before, boolean newestFirst, long offset, int limit) {

    /** The newest entries below an id. */
    static PageRequest below(long id, Filter filter, int limit) {
        return new PageRequest(filter, 0, id, true, 0, limit);
    }

    /** The oldest entries above an id. */
    static PageRequest above(long id, Filter filter, int limit) {
        return new PageRequest(filter, id, Long.MAX_VALUE, false, 0, limit);
    }
}
