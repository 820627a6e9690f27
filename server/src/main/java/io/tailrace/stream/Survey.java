package io.tailrace.stream;

import io.tailrace.entry.Level;
import io.tailrace.filter.Filter;
import io.tailrace.log.CountLookUp;
import io.tailrace.log.EventLog;
import io.tailrace.log.NewestLookUp;
import io.tailrace.log.RunningQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a position and the head for a reader that may have only so many entries of it.
 *
 * @param from the id of the oldest entry that it may have
 * @param picked whether it may have that one by itself, for its level, and is to look again behind it
 * @param skipped how many that match lie before it
 * @param errors how many of those are errors or worse, if the reader keeps room for a level
 */
record Survey(long from, boolean picked, long skipped, OptionalLong errors) {

    /**
     * Looks from the head back for the newest entries that the limit allows, those of its level among them, then counts what
     * that leaves out, step by step.
     */
    static Function<RunningQuery, Optional<Survey>> lookedUp(
            EventLog log, Filter filter, long after, long upTo, int quota, RateLimit limit) {
        Level level = limit.halfFrom();
        return new Steps(log, filter, after, upTo, quota, level, level == null ? 0 : limit.kept());
    }

    private static Filter from(Level level, Filter filter) {
        Filter levels = new Filter.LevelIn(EnumSet.range(level, Level.FATAL));
        return filter instanceof Filter.Everything ? levels : new Filter.And(List.of(filter, levels));
    }

    /** The steps of one survey; owned by one thread at a time. */
    private static final class Steps implements Function<RunningQuery, Optional<Survey>> {

        private final EventLog log;
        private final Filter filter;
        private final long after;
        private final long upTo;
        private final int quota;
        private final @Nullable Level level;
        private @Nullable NewestLookUp ofLevel;
        private @Nullable NewestLookUp newest;
        private @Nullable CountLookUp rest;
        private @Nullable CountLookUp errors;
        private long from;
        private boolean picked;

        Steps(EventLog log, Filter filter, long after, long upTo, int quota, @Nullable Level level, int kept) {
            this.log = log;
            this.filter = filter;
            this.after = after;
            this.upTo = upTo;
            this.quota = quota;
            this.level = level;
            ofLevel = level == null || kept == 0 ? null : log.newestLookUp(from(level, filter), after, upTo, kept);
        }

        @Override
        public Optional<Survey> apply(RunningQuery running) {
            if (ofLevel != null && newest == null && !ofLevel.step(running)) {
                return Optional.empty();
            }
            if (rest == null) {
                return choose(running);
            }
            if (!rest.step(running) || (errors != null && !errors.step(running))) {
                return Optional.empty();
            }
            return Optional.of(survey(rest.count()));
        }

        /** Where to go on: at the oldest entry that may go, of those of the level and of the newest. */
        private Optional<Survey> choose(RunningQuery running) {
            long kept = ofLevel == null ? 0 : ofLevel.count();
            NewestLookUp looking = newest;
            if (looking == null) {
                looking = log.newestLookUp(filter, after, upTo, quota - kept);
                newest = looking;
            }
            if (!looking.step(running)) {
                return Optional.empty();
            }
            long first = looking.found().orElse(upTo + 1);
            long firstOfLevel = ofLevel == null ? first : ofLevel.found().orElse(first);
            from = Math.min(first, firstOfLevel);
            picked = firstOfLevel < first;
            if (from > upTo) {
                return Optional.of(survey(0));
            }
            rest = log.countLookUp(filter, after, from - 1);
            errors = level == null ? null : log.countLookUp(from(Level.ERROR, filter), after, from - 1);
            return Optional.empty();
        }

        private Survey survey(long skipped) {
            OptionalLong ofThem = errors == null ? OptionalLong.empty() : OptionalLong.of(errors.count());
            return new Survey(from, picked, skipped, ofThem);
        }
    }
}
