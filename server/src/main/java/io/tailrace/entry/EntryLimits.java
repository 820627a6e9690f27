package io.tailrace.entry;

/**
 * What one entry may hold.
 *
 * @param maxBytes of its body in wire form
 */
public record EntryLimits(int maxBytes) {

    public static final int MAX_SERVICE = 100;
    public static final int MAX_TAGS = 64;
    public static final int MAX_TAG = 100;
    static final int MAX_TRACE_ID = 64;

    /** How deep metadata may nest, itself counted. */
    static final int MAX_DEPTH = 32;
}
