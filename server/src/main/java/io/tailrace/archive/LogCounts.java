package io.tailrace.archive;

import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import java.util.List;

/**
 * Counts over the log. Whatever is committed before a question is in its answer. Every method blocks; any thread may
 * call.
 */
public final class LogCounts {

    /** How many services are named at most. */
    static final int MAX_SERVICES = 1000;

    private final EventLog log;
    private final ArchiveWalk walk;

    LogCounts(EventLog log, ArchiveWalk walk) {
        this.log = log;
        this.walk = walk;
    }

    public LogStats stats(Filter filter, RunningQuery running) {
        return new StatsCount(filter).of(halves(running));
    }

    /**
     * Counts by time and level.
     *
     * @throws TooManyBuckets if the interval is too short for the range
     */
    public Histogram histogram(HistogramRequest request, RunningQuery running) {
        return new HistogramCount(request).of(halves(running));
    }

    /** The most frequent values, most frequent first; those that occur as often in the order of their text. */
    public List<ValueCount> values(ValuesRequest request, RunningQuery running) {
        return new ValuesCount(request).of(halves(running));
    }

    private LogHalves halves(RunningQuery running) {
        return new LogHalves(log, walk, running);
    }
}
