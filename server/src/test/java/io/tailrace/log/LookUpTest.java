package io.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** That a question over many years comes along range by range, and can be stopped between any two. */
final class LookUpTest {

    private static final Filter ALL = new Filter.Everything();
    private static final long LAST = 3_000_000;

    private final HotTail tail = new HotTail(1 << 20, LAST + 1);
    private final RunningQuery running = new RunningQuery();
    private final Sparse history = new Sparse();

    /** A range that was asked about. */
    private record Asked(long after, long upTo, long scannedTo) {}

    /** A history in which every 100,000th entry matches whatever is asked. */
    private final class Sparse implements History {

        private static final long EACH = 100_000;

        private final List<Asked> asked = new ArrayList<>();
        private long firstId = 1;
        private int stopAt = Integer.MAX_VALUE;

        private void asked(long after, long upTo) {
            asked.add(new Asked(after, upTo, running.scannedTo()));
            if (asked.size() == stopAt) {
                running.stop(QueryStopped.Why.CLIENT_GONE);
            }
        }

        @Override
        public long firstId() {
            return firstId;
        }

        @Override
        public long lastId() {
            return LAST;
        }

        @Override
        public OptionalLong lastCreatedAt() {
            return OptionalLong.empty();
        }

        @Override
        public long read(
                Filter filter,
                long after,
                long upTo,
                int maxEntries,
                long maxBytes,
                EntrySink sink,
                RunningQuery running) {
            throw new AssertionError("nobody reads");
        }

        @Override
        public long count(Filter filter, long after, long upTo, RunningQuery running) {
            asked(after, upTo);
            return upTo / EACH - after / EACH;
        }

        @Override
        public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
            asked(after, upTo);
            long matches = Math.min(n, upTo / EACH - after / EACH);
            return matches == 0 ? Newest.NONE : new Newest(matches, (upTo / EACH - matches + 1) * EACH);
        }

        @Override
        public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
            throw new AssertionError("nobody asks for a time");
        }
    }

    private long count(long after, long upTo) {
        CountLookUp lookUp = new CountLookUp(tail, history, ALL, after, upTo);
        lookUp.finish(running);
        return lookUp.count();
    }

    private OptionalLong nthNewest(long after, long upTo, long n) {
        NewestLookUp lookUp = new NewestLookUp(tail, history, ALL, after, upTo, n);
        lookUp.finish(running);
        return lookUp.found();
    }

    private void assertSmallSteps() {
        assertThat(history.asked)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.upTo() - one.after()).isBetween(1L, History.RANGE_IDS));
    }

    @Test
    void aCountGoesUpRangeByRangeAndSaysHowFarItIs() {
        assertThat(count(50_000, 2_950_000)).isEqualTo(29);
        assertSmallSteps();
        assertThat(history.asked).hasSize(7);
        for (int i = 1; i < history.asked.size(); i++) {
            assertThat(history.asked.get(i).after())
                    .isEqualTo(history.asked.get(i - 1).upTo())
                    .isEqualTo(history.asked.get(i).scannedTo());
        }
        assertThat(running.scannedTo()).isEqualTo(2_950_000);
    }

    @Test
    void theNthNewestIsLookedForDownwardsAndNoFurtherThanItIs() {
        assertThat(nthNewest(0, LAST, 3)).hasValue(2_800_000);
        assertThat(history.asked).hasSize(2);
        history.asked.clear();

        assertThat(nthNewest(0, LAST, 12)).hasValue(1_900_000);
        assertSmallSteps();
        assertThat(history.asked).hasSize(4);
        assertThat(history.asked.get(1).scannedTo())
                .isEqualTo(history.asked.get(1).upTo());
        assertThat(nthNewest(0, LAST, 1000)).hasValue(100_000);
        assertThat(nthNewest(2_900_001, 2_999_999, 5)).isEmpty();
    }

    @Test
    void whatRetentionRemovedIsNotLookedThrough() {
        history.firstId = 2_500_000;
        assertThat(count(0, LAST)).isEqualTo(6);
        assertThat(nthNewest(0, LAST, 1000)).hasValue(2_500_000);
        assertThat(history.asked).allSatisfy(one -> assertThat(one.after()).isGreaterThanOrEqualTo(2_499_999));
    }

    @Test
    void itIsStoppedBetweenTwoRanges() {
        history.stopAt = 2;
        assertThatThrownBy(() -> count(0, LAST))
                .isInstanceOfSatisfying(
                        QueryStopped.class,
                        stopped -> assertThat(stopped.why()).isEqualTo(QueryStopped.Why.CLIENT_GONE));
        assertThat(history.asked).hasSize(2);
        assertThatThrownBy(() -> nthNewest(0, LAST, 1000)).isInstanceOf(QueryStopped.class);
        assertThat(history.asked).hasSize(2);
    }
}
