package io.tailrace.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A writer of time stamps as RFC 3339 text with microseconds, which formats the date only once a second. One thread's.
 */
final class StampText {

    /** {@code 2026-11-22T10:30:00.123456Z}. */
    static final int LENGTH = 27;

    /** {@code 2026-11-22T10:30:00}: what stays the same for a second. */
    static final int TO_THE_SECOND = 19;

    private static final int MICROS_AT = 20;

    private final byte[] text = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;

    /** The text of a time; the array is overwritten by the next call. */
    byte[] at(long epochMicros) {
        long newSecond = Math.floorDiv(epochMicros, 1_000_000L);
        if (newSecond != second) {
            second = newSecond;
            byte[] whole = Instant.ofEpochSecond(second).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(whole, 0, text, 0, TO_THE_SECOND);
        }
        long micros = Math.floorMod(epochMicros, 1_000_000L);
        for (int i = MICROS_AT + 5; i >= MICROS_AT; i--) {
            text[i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        return text;
    }
}
