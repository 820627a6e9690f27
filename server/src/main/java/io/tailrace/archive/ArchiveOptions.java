package io.tailrace.archive;

/**
 * What the archive may take, and how much it keeps.
 *
 * @param memoryBytes what the database may hold in memory
 * @param threads how many threads may work on one question; 0 for one a core
 * @param intervalMillis how long an entry may wait for its batch to fill
 * @param retention how much is kept
 */
public record ArchiveOptions(long memoryBytes, int threads, long intervalMillis, RetentionLimits retention) {

    public ArchiveOptions {
        if (threads == 0) {
            threads = Runtime.getRuntime().availableProcessors();
        }
    }
}
