package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log as one question counts it, in two halves that do not overlap: entries that the archive does not hold yet are
 * visited in the hot tail, and what is below them is left to the database. The question's thread owns it.
 */
final class LogHalves {

    private final EventLog log;
    private final ArchiveWalk walk;
    private final RunningQuery running;
    private final long lowest;
    private final long highest;

    /** Takes in all that is committed by now. */
    LogHalves(EventLog log, ArchiveWalk walk, RunningQuery running) {
        this.log = log;
        this.walk = walk;
        this.running = running;
        lowest = log.firstId();
        highest = log.committed();
    }

    /**
     * Counts both halves.
     *
     * @param hot is shown what matches in the hot tail
     * @param archived ask for the rest, if there is any, each in pieces
     * @param rows reads each answer, on any thread
     * @param adder adds it, on any thread, but never two at once
     */
    <T> void count(
            Filter filter,
            Consumer<EntryView> hot,
            List<RangeQuestion> archived,
            ArchiveConnections.Rows<T> rows,
            ArchiveCount.Adder<T> adder) {
        long rest = visit(filter, hot);
        if (lowest <= rest) {
            IdRange all = new IdRange(lowest, rest);
            for (RangeQuestion question : archived) {
                walk.count(running, all, question, rows, adder);
            }
        }
    }

    /**
     * Visits both halves, the second range after range.
     *
     * @param down whether the highest range comes first
     * @param hot is shown what matches in the hot tail
     * @param archived asks about a range, on any thread
     * @param rows reads each answer, on any thread
     * @param taker takes it, in the order of the ranges
     */
    <T> void walk(
            boolean down,
            Filter filter,
            Consumer<EntryView> hot,
            RangeQuestion archived,
            ArchiveConnections.Rows<T> rows,
            Consumer<T> taker) {
        long rest = visit(filter, hot);
        if (lowest <= rest) {
            List<IdRange> ranges = down ? IdRange.downwards(lowest, rest) : IdRange.upwards(lowest, rest);
            walk.walk(running, ranges, false, archived, rows, (answer, _) -> {
                taker.accept(answer);
                return true;
            });
        }
    }

    /** Up to which id the rest is in the archive. */
    private long visit(Filter filter, Consumer<EntryView> hot) {
        long lowestHot = Math.max(lowest, log.history().lastId() + 1);
        return new HotPass(log.tail(), running).back(highest, lowestHot, filter, (_, _, view) -> {
            hot.accept(view);
            return true;
        });
    }
}
