package io.tailrace.stream;

import io.tailrace.entry.Position;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.NewestLookUp;
import io.tailrace.log.RunningQuery;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader begins, worked out from what it asked for.
 *
 * @param position it is sent what lies behind this id
 * @param gap what it must be told first; null if it has not lost anything
 */
record StartPoint(long position, @Nullable Gap gap) {

    /**
     * The point of a start that can be told at once.
     *
     * @param head the newest id that the reader was told of
     * @return empty if it must be {@link #lookedUp looked up}
     */
    static Optional<StartPoint> atOnce(EventLog log, Start start, long head) {
        return switch (start) {
            case Start.Live() -> Optional.of(at(head));
            case Start.After(Position position) -> Optional.of(after(log, position));
            case Start.Last(long n) when n == 0 -> Optional.of(at(head));
            case Start.Last _, Start.Since _ -> Optional.empty();
        };
    }

    /** Looks for the point of another start step by step; each may block for a query. */
    static Function<RunningQuery, Optional<StartPoint>> lookedUp(EventLog log, Filter filter, Start start, long head) {
        return switch (start) {
            case Start.Last(long n) -> {
                NewestLookUp newest = log.newestLookUp(filter, log.firstId() - 1, head, n);
                yield running ->
                        newest.step(running) ? Optional.of(at(newest.found().orElse(head + 1) - 1)) : Optional.empty();
            }
            case Start.Since(long micros) -> running -> Optional.of(at(log.firstCreatedSince(micros, running) - 1));
            case Start.Live _, Start.After _ ->
                throw new IllegalArgumentException("this start needs no look-up: " + start);
        };
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
