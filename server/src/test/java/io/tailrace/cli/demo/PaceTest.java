package io.tailrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(-5 * SECOND);

    @Test
    void aSlowRateSendsOneByOneAtItsTimes() {
        Pace pace = new Pace(2, clock::get);

        assertThat(pace.due()).isEqualTo(1);
        pace.sent(1);
        assertThat(pace.due()).isZero();
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(500));
        clock.addAndGet(SECOND / 2);
        assertThat(pace.due()).isEqualTo(1);
    }

    @Test
    void aFastRateSendsWhatIsDueTogether() {
        Pace pace = new Pace(50_000, clock::get);
        pace.sent(pace.due());

        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(10));
        clock.addAndGet(SECOND / 100);
        assertThat(pace.due()).isEqualTo(500);
    }

    @Test
    void aDelayIsMadeUpForButAnOutageIsNot() {
        Pace pace = new Pace(100, clock::get);
        pace.sent(pace.due());
        clock.addAndGet(SECOND / 2);
        assertThat(pace.due()).isEqualTo(50);
        clock.addAndGet(60 * SECOND);
        assertThat(pace.due()).isBetween(100L, 101L);
    }

    @Property(tries = 200)
    void theRateIsKeptHoweverLongRequestsTake(
            @ForAll @DoubleRange(min = 1, max = 100_000) double rate, @ForAll @DoubleRange(max = 0.9) double delay) {
        long start = clock.get();
        Pace pace = new Pace(rate, clock::get);
        long sent = 0;
        while (clock.get() - start < 10 * SECOND) {
            long due = pace.due();
            clock.addAndGet((long) (delay * SECOND));
            pace.sent(due);
            sent += due;
            clock.addAndGet(Math.max(1, pace.pause().toNanos()));
        }
        assertThat((double) sent).isBetween(rate * 9 - 2, rate * 11 + 2);
    }
}
