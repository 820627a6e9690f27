package io.tailrace.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that entries get when they are appended. It never goes back, as entries are found by it, and so it must not run
 * ahead on the word of a wall clock that jumps. Owned by the appender's thread. Its rule:
 *
 * <ol>
 *   <li>The wall clock is followed as long as it goes as far as the machine's monotonic clock says, or up to 2 s further within
 *       10 s.
 *   <li>If it jumps further ahead, time goes on by the monotonic clock, with the time that the machine slept. The wall clock
 *       is followed again when it is back, or when it has stayed ahead by the same for 5 minutes.
 *   <li>If it is set back it is followed, but entries keep the time of the newest one until it is past that.
 *   <li>At a start there is only the wall clock. If the newest entry's time lies ahead of it, the third point applies.
 * </ol>
 */
final class AppendClock {

    private static final Logger LOG = LoggerFactory.getLogger(AppendClock.class);

    static final long TOLERANCE_MICROS = TimeUnit.SECONDS.toMicros(2);
    static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long ANCHOR_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * What it reads.
     *
     * @param wall may jump
     * @param nanos never goes back, stands still while the machine sleeps
     * @param sleptNanos how long the machine slept since it was started; asked only when the wall clock jumps
     */
    record Sources(InstantSource wall, LongSupplier nanos, LongSupplier sleptNanos) {

        static Sources of(InstantSource wall) {
            return new Sources(wall, System::nanoTime, new SleepTime());
        }
    }

    private final Sources sources;
    private long last;
    private long anchorMicros;
    private long anchorNanos;
    private long anchorSlept;

    /** By how much the wall clock is ahead and since when, in the time of {@code nanos}; 0 while it is followed. */
    private long aheadMicros;

    private long aheadSince;

    /** @param last the time of the newest entry, in microseconds; {@link Long#MIN_VALUE} if there is none */
    AppendClock(Sources sources, long last) {
        this.sources = sources;
        this.last = last;
        anchorSlept = sources.sleptNanos.getAsLong();
        anchor(wallMicros(), sources.nanos.getAsLong());
        if (last > anchorMicros + TOLERANCE_MICROS) {
            LOG.warn(
                    "The newest entry was stored at {}, which is {} ahead of this machine's clock: new entries get that time,"
                            + " too, until the clock is past it",
                    Instant.EPOCH.plus(last, ChronoUnit.MICROS),
                    duration(last - anchorMicros));
        }
    }

    /** The time for the next entries, in microseconds since 1970. */
    long next() {
        last = Math.max(last, trusted());
        return last;
    }

    private long trusted() {
        long wall = wallMicros();
        long nanos = sources.nanos.getAsLong();
        long ahead = wall - expected(nanos);
        if (ahead > TOLERANCE_MICROS && aheadMicros == 0) {
            ahead -= slept();
        }
        if (ahead <= TOLERANCE_MICROS) {
            follow(wall, nanos, ahead);
            return wall;
        }
        if (Math.abs(ahead - aheadMicros) > TOLERANCE_MICROS) {
            LOG.warn(
                    "This machine's clock jumped {} ahead; entries get the time that has passed until it is back, or has"
                            + " stayed so for {}",
                    duration(ahead),
                    Duration.ofNanos(SETTLED_NANOS));
            aheadMicros = ahead;
            aheadSince = nanos;
        }
        if (nanos - aheadSince >= SETTLED_NANOS) {
            LOG.warn("This machine's clock stayed {} ahead, so it is followed", duration(ahead));
            aheadMicros = 0;
            anchor(wall, nanos);
            return wall;
        }
        return expected(nanos);
    }

    private long expected(long nanos) {
        return anchorMicros + TimeUnit.NANOSECONDS.toMicros(nanos - anchorNanos);
    }

    /** Takes the time that the machine slept since it was last asked into the anchor, and says how long that was. */
    private long slept() {
        long slept = sources.sleptNanos.getAsLong();
        long micros = Math.max(0, TimeUnit.NANOSECONDS.toMicros(slept - anchorSlept));
        anchorSlept = slept;
        anchorMicros += micros;
        return micros;
    }

    private void follow(long wall, long nanos, long ahead) {
        if (aheadMicros != 0) {
            LOG.info("This machine's clock is back and is followed again");
            aheadMicros = 0;
        }
        if (ahead < -TOLERANCE_MICROS || nanos - anchorNanos >= ANCHOR_NANOS) {
            anchor(wall, nanos);
        }
    }

    private void anchor(long wall, long nanos) {
        anchorMicros = wall;
        anchorNanos = nanos;
    }

    private long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, sources.wall.instant());
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }
}
