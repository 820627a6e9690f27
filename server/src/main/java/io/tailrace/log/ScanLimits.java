package io.tailrace.log;

/**
 * How far one scan goes; it stops at the first bound that is reached.
 *
 * @param scannedBytes of entries looked at
 * @param matches how many entries may match
 * @param matchedBytes of entries that matched; the one that crosses the bound is still taken
 */
public record ScanLimits(long scannedBytes, long matches, long matchedBytes) {

    public static final ScanLimits NONE = new ScanLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
}
