package io.tailrace.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which entries grow old. A clock that is set wrong for a minute must not cost what was kept for a month, so a
 * jump ahead is not believed at once: from the time that was believed last, time goes on as the machine's own count of
 * seconds does, until the clock agrees again, or has stood by its word for a day. Owned by the archiver's thread.
 */
final class AgeClock {

    /** So far the clock may be ahead without a question: clocks drift and are corrected. */
    static final long TOLERATED_MICROS = TimeUnit.MINUTES.toMicros(5);

    /** After so long a jump is taken for the truth. */
    static final long CONFIRMED_NANOS = TimeUnit.HOURS.toNanos(24);

    /** How often what the clock says is taken over, so that small drifts do not add up. */
    private static final long AGREED_NANOS = TimeUnit.HOURS.toNanos(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private long anchorMicros;
    private long anchorNanos;
    private long jumpedNanos;
    private boolean jumped;

    /**
     * @param nanoTime counts on whatever happens to the clock
     * @param startMicros a time that is known to have passed, such as that of the newest entry; {@link Long#MAX_VALUE} to
     *     believe the clock
     */
    AgeClock(InstantSource clock, LongSupplier nanoTime, long startMicros) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        anchorMicros = Math.min(startMicros, said());
        anchorNanos = nanoTime.getAsLong();
    }

    /** What the clock says, in microseconds. */
    long said() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /**
     * The time that is believed, in microseconds.
     *
     * @param said what the clock {@link #said says}, which is the most that is believed
     */
    long believed(long said) {
        long nanos = nanoTime.getAsLong();
        long passed = anchorMicros + TimeUnit.NANOSECONDS.toMicros(nanos - anchorNanos);
        if (said - passed <= TOLERATED_MICROS) {
            jumped = false;
            if (passed - said <= TOLERATED_MICROS && nanos - anchorNanos >= AGREED_NANOS) {
                anchorMicros = said;
                anchorNanos = nanos;
            }
            return said;
        }
        if (!jumped) {
            jumped = true;
            jumpedNanos = nanos;
        } else if (nanos - jumpedNanos >= CONFIRMED_NANOS) {
            jumped = false;
            anchorMicros = said;
            anchorNanos = nanos;
            return said;
        }
        return passed;
    }
}
