package io.tailrace.stream;

import io.tailrace.filter.Filter;
import io.tailrace.log.CountLookUp;
import io.tailrace.log.EventLog;
import io.tailrace.log.NewestLookUp;
import io.tailrace.log.RunningQuery;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a position and the head for a reader that may have only so many entries of it.
 *
 * @param from the id of the oldest entry that it may have
 * @param skipped how many that match lie before it
 */
record Survey(long from, long skipped) {

    /** Looks from the head back for the newest {@code quota} entries, then counts what that leaves out, step by step. */
    static Function<RunningQuery, Optional<Survey>> lookedUp(
            EventLog log, Filter filter, long after, long upTo, int quota) {
        return new Steps(log, filter, after, upTo, quota);
    }

    /** The steps of one survey; owned by one thread at a time. */
    private static final class Steps implements Function<RunningQuery, Optional<Survey>> {

        private final EventLog log;
        private final Filter filter;
        private final long after;
        private final long upTo;
        private final NewestLookUp newest;
        private @Nullable CountLookUp rest;

        Steps(EventLog log, Filter filter, long after, long upTo, int quota) {
            this.log = log;
            this.filter = filter;
            this.after = after;
            this.upTo = upTo;
            newest = log.newestLookUp(filter, after, upTo, quota);
        }

        @Override
        public Optional<Survey> apply(RunningQuery running) {
            CountLookUp counting = rest;
            if (counting == null) {
                if (!newest.step(running)) {
                    return Optional.empty();
                }
                if (newest.found().isEmpty()) {
                    return Optional.of(new Survey(upTo + 1, 0));
                }
                rest = log.countLookUp(filter, after, newest.found().getAsLong() - 1);
                return Optional.empty();
            }
            return counting.step(running)
                    ? Optional.of(new Survey(newest.found().orElseThrow(), counting.count()))
                    : Optional.empty();
        }
    }
}
