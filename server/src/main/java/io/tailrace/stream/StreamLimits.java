package io.tailrace.stream;

/**
 * The bounds of one fan-out.
 *
 * @param batchBytes how much one client is sent at once; a single larger entry still goes
 * @param scanBytes how much of the log one read looks at before others have their turn
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
}
