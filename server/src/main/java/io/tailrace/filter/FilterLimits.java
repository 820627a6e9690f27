package io.tailrace.filter;

/**
 * The bounds of filters.
 *
 * @param maxBytes the memory that the filters of all streams and running queries may take together, as estimated
 */
public record FilterLimits(long maxBytes) {}
