package io.tailrace.archive;

/**
 * How much is kept. Both limits hold at once.
 *
 * @param ageMicros how long ago an entry may have been appended; {@link Long#MAX_VALUE} for any time
 * @param bytes what the archive may take on the disk; {@link Long#MAX_VALUE} for any size
 * @param catchUp whether the clock is believed although it seems to have jumped ahead, so that all that is too old by it
 *     goes at once
 */
public record RetentionLimits(long ageMicros, long bytes, boolean catchUp) {

    public static final RetentionLimits NONE = new RetentionLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    public RetentionLimits(long ageMicros, long bytes) {
        this(ageMicros, bytes, false);
    }
}
