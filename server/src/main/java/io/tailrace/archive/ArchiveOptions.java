package io.tailrace.archive;

/**
 * What the archive may take, and how much it keeps.
 *
 * @param memoryBytes what the database may hold in memory
 * @param temporaryBytes what the database may put on the disk of what does not fit into its memory
 * @param threads how many threads may work on one question; 0 for one a core
 * @param maxExportBytes what the temporary files of exports may take together
 * @param intervalMillis how long an entry may wait for its batch to fill
 * @param retention how much is kept
 */
public record ArchiveOptions(
        long memoryBytes,
        long temporaryBytes,
        int threads,
        long maxExportBytes,
        long intervalMillis,
        RetentionLimits retention) {

    public ArchiveOptions {
        if (threads == 0) {
            threads = Runtime.getRuntime().availableProcessors();
        }
    }
}
