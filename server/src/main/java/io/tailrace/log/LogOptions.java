package io.tailrace.log;

/**
 * How a log keeps what is appended.
 *
 * @param durability when an append is answered
 * @param limits of its memory and patience
 * @param segmentBytes the size from which a new journal file is begun
 * @param repair whether to cut the journal at its first damaged record instead of refusing to start
 */
public record LogOptions(Durability durability, LogLimits limits, long segmentBytes, boolean repair) {}
