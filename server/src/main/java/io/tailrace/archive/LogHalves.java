package io.tailrace.archive;

import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log as one question counts it, in two halves that do not overlap: entries that the archive does not hold yet are
 * visited in the hot tail, and what is below them is left to the database. Owned by the question's thread.
 */
final class LogHalves {

    private final EventLog log;
    private final QueryConnections connections;
    private final RunningQuery running;
    private final long lowest;
    private final long highest;

    /** Takes in all that is committed by now. */
    LogHalves(EventLog log, QueryConnections connections, RunningQuery running) {
        this.log = log;
        this.connections = connections;
        this.running = running;
        lowest = log.firstId();
        highest = log.committed();
    }

    /** Says what to ask of the archive, by its lowest and highest id. */
    interface Question {
        List<Sql> of(long firstId, long lastId);
    }

    /**
     * Counts both halves.
     *
     * @param hot is shown what matches in the hot tail
     * @param archived asks for the rest, if there is any
     * @param rows reads each answer
     */
    void count(Filter filter, Consumer<EntryView> hot, Question archived, QueryConnections.Rows<?> rows) {
        long lowestHot = Math.max(lowest, log.history().lastId() + 1);
        long rest = new HotPass(log.tail(), running).back(highest, lowestHot, filter, (_, _, view) -> {
            hot.accept(view);
            return true;
        });
        if (rest >= lowest) {
            for (Sql question : archived.of(lowest, rest)) {
                connections.ask(running, question, rows);
            }
        }
    }
}
