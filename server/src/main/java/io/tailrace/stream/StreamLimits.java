package io.tailrace.stream;

import io.tailrace.filter.Filter;
import io.tailrace.filter.Weight;
import io.tailrace.log.ScanLimits;

/**
 * The bounds of one fan-out.
 *
 * @param batchBytes how much one client is sent at once; a single larger entry still goes
 * @param scanBytes how much of the log one read looks at before others have their turn, if its filter costs little
 * @param pageBytes how much one read of the history brings
 * @param pages how many pages of the history may wait for their readers at once
 * @param heartbeatMillis how often a client hears of its position at the least
 */
public record StreamLimits(int batchBytes, long scanBytes, int pageBytes, int pages, long heartbeatMillis) {

    private static final long SCAN_BYTES = 4 << 20;
    private static final int PAGE_BYTES = 2 << 20;

    /** With the usual sizes of a step and of a page. */
    public StreamLimits(int batchBytes, int pages, long heartbeatMillis) {
        this(batchBytes, SCAN_BYTES, PAGE_BYTES, pages, heartbeatMillis);
    }

    /**
     * How far one read of the tail goes for a filter: the more it costs to ask, the less far, so that a step takes about as
     * long whatever the filter.
     *
     * @param matches how many entries may match
     */
    ScanLimits step(Filter filter, long matches) {
        return new ScanLimits(scanBytes / Math.max(1, Weight.of(filter)), matches, batchBytes);
    }
}
