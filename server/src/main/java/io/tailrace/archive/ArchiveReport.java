package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.log.EventLog;
import io.tailrace.log.HotTail;
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
 */
public record ArchiveReport(
        long firstId,
        long lastId,
        long archivedId,
        Optional<TimeSpan> span,
        ArchiveSize archive,
        long journalBytes,
        RetentionLimits retention) {

    /** Looks. Blocks for a query. */
    public static ArchiveReport of(EventLog log, DuckDbArchive archive, RetentionLimits retention) {
        while (true) {
            long archived = archive.lastId();
            long committed = log.committed();
            Optional<TimeSpan> below = archive.timeSpan();
            Optional<TimeSpan> above = inTail(log.tail(), Math.max(archived, log.firstId() - 1), committed);
            // What left the tail while this looked is in the archive by now.
            if (archived == committed || above.isPresent()) {
                Optional<TimeSpan> both = below.isPresent() && above.isPresent()
                        ? Optional.of(below.get().and(above.get()))
                        : below.or(() -> above);
                return new ArchiveReport(
                        log.firstId(), committed, archived, both, archive.size(), log.journalBytes(), retention);
            }
        }
    }

    /** The times of the entries with {@code after < id <= upTo}; empty if there are none, or the tail lacks some. */
    private static Optional<TimeSpan> inTail(HotTail tail, long after, long upTo) {
        EntryView view = new EntryView();
        TimeSpan span = null;
        long sequence = tail.sequenceOf(after + 1);
        long id = after + 1;
        while (id <= upTo) {
            EntryBlock block = tail.at(sequence++, id);
            if (block == null) {
                return Optional.empty();
            }
            for (; id <= Math.min(upTo, block.lastId()); id++) {
                long timestamp = view.at(block, block.indexOf(id)).timestamp();
                TimeSpan one = new TimeSpan(timestamp, timestamp, block.createdAt(), block.createdAt());
                span = span == null ? one : span.and(one);
            }
        }
        return Optional.ofNullable(span);
    }

    /** How many entries are kept. */
    public long entries() {
        return lastId - firstId + 1;
    }
}
