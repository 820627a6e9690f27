package io.tailrace.log;

/**
 * The bounds of a log's memory and patience.
 *
 * @param hotTailBytes what the newest entries may take
 * @param appendQueueBytes what may wait to be appended, in bytes of numbered entries
 * @param roomMillis how long an append waits for the history to make room in the tail before it is refused
 */
public record LogLimits(long hotTailBytes, long appendQueueBytes, long roomMillis) {

    private static final long ROOM_MILLIS = 10_000;

    public LogLimits(long hotTailBytes, long appendQueueBytes) {
        this(hotTailBytes, appendQueueBytes, ROOM_MILLIS);
    }
}
