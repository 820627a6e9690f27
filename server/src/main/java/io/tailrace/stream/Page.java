package io.tailrace.stream;

import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One read of the history, framed: what a cohort that is far behind is sent next.
 *
 * @param gap what the cohort must be told first; null if nothing is missing
 * @param batches never empty; the last one says how far the read came
 */
record Page(@Nullable Gap gap, List<Batch> batches) implements AutoCloseable {

    /** Reads a page. Blocks, so it runs on a worker. */
    static Page read(
            EventLog log,
            Filter filter,
            Framing framing,
            long after,
            int maxEntries,
            StreamLimits limits,
            RunningQuery running) {
        while (true) {
            Gap gap = Gap.expired(log, after);
            long from = gap == null ? after : gap.next().id();
            Page page = new Page(gap, batches(log, filter, framing, from, maxEntries, limits, running));
            if (log.firstId() <= from + 1) {
                return page;
            }
            // Retention moved the edge while this was read, so it may lack what was removed just then.
            page.close();
        }
    }

    private static List<Batch> batches(
            EventLog log,
            Filter filter,
            Framing framing,
            long from,
            int maxEntries,
            StreamLimits limits,
            RunningQuery running) {
        List<Batch> batches = new ArrayList<>();
        BatchWriter writer = new BatchWriter(framing);
        boolean whole = false;
        try {
            long upTo = log.history().lastId();
            long reached = from;
            if (upTo > from) {
                reached = log.history()
                        .read(
                                filter,
                                from,
                                upTo,
                                maxEntries,
                                limits.pageBytes(),
                                (id, json, start, end) -> {
                                    writer.entry(id, json, start, end);
                                    if (writer.bytes() >= limits.batchBytes()) {
                                        batches.add(writer.finish(id));
                                    }
                                },
                                running);
            }
            batches.add(writer.finish(reached));
            whole = true;
            return batches;
        } finally {
            if (!whole) {
                writer.discard();
                batches.forEach(Batch::close);
            }
        }
    }

    /** Gives back what nobody was sent. */
    @Override
    public void close() {
        batches.forEach(Batch::close);
    }
}
