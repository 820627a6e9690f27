package io.tailrace.archive;

import io.tailrace.filter.Filter;

/**
 * Which values are asked for.
 *
 * @param filter of which entries
 * @param field of which field
 * @param prefix what the values begin with; empty for any
 * @param limit how many values at most
 */
public record ValuesRequest(Filter filter, ValueField field, String prefix, int limit) {}
