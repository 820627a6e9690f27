package io.tailrace.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(1000), new SplittableRandom(7));

    @Test
    void pausesGrowToTheLimitAndStayWithinTheirStep() {
        for (long step : new long[] {100, 200, 400, 800, 1000, 1000}) {
            assertThat(backoff.next().toMillis()).isBetween(step / 2, step);
        }
    }

    @Test
    void successBringsTheShortPauseBack() {
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next().toMillis()).isBetween(50L, 100L);
    }

    @Test
    void aServerThatAsksForTimeGetsAtLeastThat() {
        assertThat(backoff.nextAtLeast(Duration.ofSeconds(3)))
                .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3100));
        assertThat(backoff.nextAtLeast(Duration.ZERO).toMillis()).isBetween(100L, 200L);
    }
}
