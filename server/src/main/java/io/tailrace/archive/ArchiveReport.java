package io.tailrace.archive;

import java.util.Optional;

/**
 * What the log holds and what that takes, at one moment.
 *
 * @param firstId the lowest id that is kept; one above the last if none is
 * @param lastId the highest id that was given
 * @param archivedId up to which id the archive holds the log
 * @param span the times of what is kept; empty if nothing is
 * @param archive what the archive takes on the disk
 * @param journalBytes what the journal takes on the disk
 * @param heldBack how many entries are too old by the clock, and kept because it may have jumped ahead
 */
public record ArchiveReport(
        long firstId,
        long lastId,
        long archivedId,
        Optional<TimeSpan> span,
        ArchiveSize archive,
        long journalBytes,
        RetentionLimits retention,
        long heldBack) {

    /** How many entries are kept. */
    public long entries() {
        return lastId - firstId + 1;
    }
}
