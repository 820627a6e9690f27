package io.tailrace.stream;

import io.tailrace.entry.Position;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader begins, worked out from what it asked for.
 *
 * @param position it is sent what lies behind this id
 * @param gap what it must be told first; null if it has not lost anything
 */
record StartPoint(long position, @Nullable Gap gap) {

    /** Finds the point for a start. May block for a query if the start is one that {@link #needsQuery}. */
    static StartPoint find(EventLog log, Filter filter, Start start) {
        long committed = log.committed();
        return switch (start) {
            case Start.Live() -> at(committed);
            case Start.After(Position position) -> after(log, position);
            case Start.Last(long n) when n == 0 -> at(committed);
            case Start.Last(long n) ->
                at(log.nthNewest(filter, log.firstId() - 1, committed, n, new RunningQuery())
                                .orElse(committed + 1)
                        - 1);
            case Start.Since(long micros) -> at(log.firstCreatedSince(micros, new RunningQuery()) - 1);
        };
    }

    static boolean needsQuery(Start start) {
        return start instanceof Start.Last || start instanceof Start.Since;
    }

    private static StartPoint at(long position) {
        return new StartPoint(position, null);
    }

    /** A position that this log never reached, or that names another log, means that the client's log is gone. */
    static StartPoint after(EventLog log, Position position) {
        boolean sameLog = position.epoch().isEmpty() || position.epoch().equals(log.epoch());
        if (sameLog && position.id() <= log.committed()) {
            return at(position.id());
        }
        long first = log.firstId();
        return new StartPoint(first - 1, new Gap(1, position.id(), Gap.Reason.RESET, log.position(first - 1)));
    }
}
