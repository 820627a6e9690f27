package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.log.EventLog;
import io.tailrace.log.HotTail;
import io.tailrace.log.RunningQuery;
import java.util.Optional;

/**
 * Looks at what the log holds and what that takes. On connections of its own, so that it waits for no question. Any thread
 * may look; as many at once as it was said to begin with.
 */
public final class ArchiveReports {

    private final EventLog log;
    private final DuckDbArchive archive;
    private final Retention retention;
    private final ArchiveConnections connections;

    public ArchiveReports(EventLog log, DuckDbArchive archive, Retention retention, int atOnce) {
        this.log = log;
        this.archive = archive;
        this.retention = retention;
        connections = archive.connections(atOnce);
    }

    /** Looks. Blocks for a query. */
    public ArchiveReport look(RunningQuery running) {
        while (true) {
            running.check();
            long archived = archive.lastId();
            long committed = log.committed();
            Optional<TimeSpan> below = inArchive(running);
            Optional<TimeSpan> above = inTail(log.tail(), Math.max(archived, log.firstId() - 1), committed);
            // What left the tail while this looked is in the archive by now.
            if (archived == committed || above.isPresent()) {
                return new ArchiveReport(
                        log.firstId(),
                        committed,
                        archived,
                        TimeSpan.and(below, above),
                        size(running),
                        log.journalBytes(),
                        retention.limits(),
                        retention.heldBack());
            }
        }
    }

    private ArchiveSize size(RunningQuery running) {
        long logBytes = archive.logBytes();
        return connections.ask(running, new Sql().add(ArchiveSize.SELECT), row -> ArchiveSize.of(row, logBytes));
    }

    /** Without bounds, as the database then need not read ids; it can be stopped at any time. */
    private Optional<TimeSpan> inArchive(RunningQuery running) {
        return connections.ask(running, new Sql().add(TimeSpan.SELECT), TimeSpan::of);
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
}
