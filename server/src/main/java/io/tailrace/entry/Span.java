package io.tailrace.entry;

/**
 * Where a JSON value lies in an array of bytes, packed into one {@code long}, so that looking for a value allocates
 * nothing. Holds no state.
 */
public final class Span {

    /** There is no such value. */
    public static final long NONE = -1;

    private Span() {}

    static long of(int start, int end) {
        return (long) start << 32 | end;
    }

    public static int start(long span) {
        return (int) (span >>> 32);
    }

    /** Behind the last byte. */
    public static int end(long span) {
        return (int) span;
    }
}
