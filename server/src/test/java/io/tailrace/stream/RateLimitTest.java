package io.tailrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    private static final long SLICE = RateLimit.SLICE_MILLIS * 1_000_000;
    private static final int SLICES_PER_SECOND = 10;

    /** Sends as much as is allowed in each of so many slices of time, and says how much went in each. */
    private static long[] spendAll(int maxPerSecond, long start, int slices) {
        RateLimit limit = new RateLimit(maxPerSecond, start);
        long[] spent = new long[slices];
        for (int i = 0; i < slices; i++) {
            spent[i] = limit.quota(start + i * SLICE);
            limit.spend(spent[i]);
            assertThat(limit.quota(start + i * SLICE)).isZero();
        }
        return spent;
    }

    @Property(tries = 200)
    void noSecondGetsMoreThanItsShareAndOneSlice(
            @ForAll @IntRange(min = 1, max = 100_000) int maxPerSecond, @ForAll @LongRange(min = 0) long start) {
        long[] spent = spendAll(maxPerSecond, start / 2, 50);
        for (int from = 0; from + SLICES_PER_SECOND <= spent.length; from++) {
            long second = 0;
            for (int i = from; i < from + SLICES_PER_SECOND; i++) {
                second += spent[i];
            }
            assertThat(second).isEqualTo(maxPerSecond);
        }
    }

    @Test
    void theFirstEntryGoesAtOnceEvenAtTheLowestRate() {
        assertThat(new RateLimit(1, 0).quota(0)).isEqualTo(1);
    }

    @Test
    void whatASliceDidNotUseIsNotCarriedOver() {
        RateLimit limit = new RateLimit(100, 0);
        assertThat(limit.quota(0)).isEqualTo(10);
        assertThat(limit.quota(50 * SLICE)).isEqualTo(10);
    }

    @Test
    void anEntryAfterASilenceGoesAtOnceEvenAtTheLowestRate() {
        RateLimit limit = new RateLimit(1, 0);
        limit.spend(limit.quota(0));
        assertThat(limit.quota(SLICES_PER_SECOND * SLICE)).isEqualTo(1);
    }

    @Test
    void aSilenceShorterThanTheRateAllowsDoesNotLetTheNextEntryGoEarly() {
        RateLimit limit = new RateLimit(1, 0);
        limit.spend(limit.quota(0));
        assertThat(limit.quota((SLICES_PER_SECOND - 1) * SLICE)).isZero();
    }

    @Test
    void aSilenceOfAnyLengthSavesUpNoMoreThanOneEntry() {
        RateLimit limit = new RateLimit(1, 0);
        limit.spend(limit.quota(0));
        assertThat(limit.quota(1000 * SLICE)).isEqualTo(1);
        limit.spend(1);
        for (int i = 1; i < SLICES_PER_SECOND; i++) {
            assertThat(limit.quota((1000 + i) * SLICE)).isZero();
        }
        assertThat(limit.quota((1000 + SLICES_PER_SECOND) * SLICE)).isEqualTo(1);
    }
}
