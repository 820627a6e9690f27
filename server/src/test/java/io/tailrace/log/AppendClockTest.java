package io.tailrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which time entries get when the machine's clock misbehaves. */
final class AppendClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private Duration passed = Duration.ZERO;
    private Duration slept = Duration.ZERO;
    private Duration ahead = Duration.ZERO;

    private AppendClock clock(long last) {
        return new AppendClock(
                new AppendClock.Sources(() -> truth().plus(ahead), () -> passed.toNanos(), () -> slept.toNanos()),
                last);
    }

    private Instant truth() {
        return NOON.plus(passed).plus(slept);
    }

    /** Reads it each second for so long; says by how much the last time is ahead of the true one. */
    private Duration offAfter(AppendClock clock, Duration time) {
        long before = clock.next();
        long now = before;
        for (long second = 0; second < time.toSeconds(); second++) {
            passed = passed.plusSeconds(1);
            now = clock.next();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        return Duration.between(truth(), Instant.EPOCH.plusNanos(now * 1000));
    }

    @Test
    void theWallClockIsFollowedWhileItGoesAsTimeDoes() {
        AppendClock clock = clock(Long.MIN_VALUE);
        assertThat(offAfter(clock, Duration.ofHours(1))).isZero();
        ahead = Duration.ofMillis(1500);
        assertThat(offAfter(clock, Duration.ofSeconds(1))).isEqualTo(ahead);
    }

    @Test
    void aJumpOfADayForAMinuteLeavesNoTrace() {
        AppendClock clock = clock(Long.MIN_VALUE);
        ahead = DAY;
        assertThat(offAfter(clock, Duration.ofMinutes(1))).isZero();
        ahead = Duration.ZERO;
        assertThat(offAfter(clock, Duration.ofSeconds(1))).isZero();
    }

    @Test
    void aClockThatStaysAheadIsFollowedAfterFiveMinutes() {
        AppendClock clock = clock(Long.MIN_VALUE);
        ahead = DAY;
        assertThat(offAfter(clock, Duration.ofMinutes(4))).isZero();
        assertThat(offAfter(clock, Duration.ofMinutes(2))).isEqualTo(DAY);
    }

    @Test
    void aClockThatJumpsAgainAndAgainIsNotFollowed() {
        AppendClock clock = clock(Long.MIN_VALUE);
        for (int jump = 0; jump < 20; jump++) {
            ahead = ahead.plus(DAY);
            assertThat(offAfter(clock, Duration.ofMinutes(1))).isZero();
        }
    }

    @Test
    void manySmallJumpsAddUpToNoMoreThanTheToleranceInTenSeconds() {
        AppendClock clock = clock(Long.MIN_VALUE);
        for (int jump = 0; jump < 1000; jump++) {
            ahead = ahead.plusSeconds(1);
            clock.next();
        }
        assertThat(offAfter(clock, Duration.ofSeconds(1))).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theTimeThatTheMachineSleptIsNoJump() {
        AppendClock clock = clock(Long.MIN_VALUE);
        slept = Duration.ofHours(9);
        assertThat(offAfter(clock, Duration.ofSeconds(1))).isZero();
    }

    @Test
    void timeStandsStillWhileTheClockIsBehindTheNewestEntryAtAStartToo() {
        AppendClock clock = clock(Long.MIN_VALUE);
        long newest = clock.next();
        ahead = Duration.ofMinutes(-1);
        assertThat(clock.next()).isEqualTo(newest);
        AppendClock restarted = clock(newest);
        assertThat(restarted.next()).isEqualTo(newest);
        passed = passed.plusSeconds(61);
        assertThat(restarted.next()).isEqualTo(newest + 1_000_000);
    }
}
