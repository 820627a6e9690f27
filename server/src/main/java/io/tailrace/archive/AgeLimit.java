package io.tailrace.archive;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which entries are too old. If the clock has jumped ahead, what is too old only by the clock is held back: of it goes, from
 * an hour after the jump on, a share each hour, until the clock is believed (see {@link AgeClock}) or the operator says that
 * it is right. Owned by the archiver's thread; any thread may ask how much is held back.
 */
final class AgeLimit {

    private static final Logger LOG = LoggerFactory.getLogger(AgeLimit.class);

    /** What may go of what is kept, in one go, while the clock is not believed. */
    static final double SHARE = 0.2;

    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Archive archive;
    private final long ageMicros;
    private final AgeClock clock;
    private final LongSupplier nanoTime;
    private volatile long heldBack;
    private long nextShareNanos;

    AgeLimit(Archive archive, long ageMicros, AgeClock clock, LongSupplier nanoTime) {
        this.archive = archive;
        this.ageMicros = ageMicros;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** How many entries are too old by the clock and are kept all the same. */
    long heldBack() {
        return heldBack;
    }

    /** The highest id that is to be removed; one below the first if none is. */
    long due() {
        long none = archive.firstId() - 1;
        long now = clock.said();
        long believedNow = clock.believed(now);
        long believed = archive.lastCreatedBefore(believedNow - ageMicros).orElse(none);
        long said = believedNow == now
                ? believed
                : archive.lastCreatedBefore(now - ageMicros).orElse(none);
        if (said <= believed) {
            release();
            return believed;
        }
        return Math.max(believed, holdBack(none, said));
    }

    private void release() {
        if (heldBack > 0) {
            LOG.info("The clock is believed again; entries are removed by their age as before");
            heldBack = 0;
        }
    }

    private long holdBack(long none, long said) {
        long now = nanoTime.getAsLong();
        if (heldBack == 0) {
            nextShareNanos = now + HOUR_NANOS;
            LOG.warn(
                    "The clock seems to have jumped ahead: by it {} of {} entries kept are too old. Of them at most {}% of"
                            + " what is kept goes each hour, from an hour from now on, for a day. If the clock is right,"
                            + " restart with --retention-catch-up; if it is not, set it right",
                    said - none, archive.lastId() - none, (int) (100 * SHARE));
        }
        long share = none;
        if (now - nextShareNanos >= 0) {
            nextShareNanos = now + HOUR_NANOS;
            share = Math.min(said, none + (long) (SHARE * (archive.lastId() - none)));
        }
        heldBack = Math.max(1, said - share);
        return share;
    }
}
