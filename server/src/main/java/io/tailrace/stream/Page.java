package io.tailrace.stream;

import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
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
record Page(@Nullable Gap gap, List<Batch> batches) {

    /** Reads a page. Blocks, so it runs on a worker. */
    static Page read(EventLog log, Filter filter, Framing framing, long after, int maxEntries, StreamLimits limits) {
        while (true) {
            Gap gap = Gap.expired(log, after);
            long from = gap == null ? after : gap.next().id();
            List<Batch> batches = batches(log, filter, framing, from, maxEntries, limits);
            if (log.firstId() <= from + 1) {
                return new Page(gap, batches);
            }
            // Retention moved the edge while this was read, so it may lack what was removed just then.
            batches.forEach(Batch::release);
        }
    }

    private static List<Batch> batches(
            EventLog log, Filter filter, Framing framing, long from, int maxEntries, StreamLimits limits) {
        List<Batch> batches = new ArrayList<>();
        BatchWriter writer = new BatchWriter(framing);
        try {
            long upTo = log.history().lastId();
            EntrySink sink = (id, json, start, end) -> {
                writer.entry(id, json, start, end);
                if (writer.bytes() >= limits.batchBytes()) {
                    batches.add(writer.finish(id));
                }
            };
            long reached = upTo <= from
                    ? from
                    : log.history().read(filter, from, upTo, maxEntries, limits.pageBytes(), sink, new RunningQuery());
            batches.add(writer.finish(reached));
        } catch (RuntimeException failed) {
            batches.forEach(Batch::release);
            writer.finish(from).release();
            throw failed;
        }
        return batches;
    }
}
