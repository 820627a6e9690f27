package io.tailrace.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.log.HistoryException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remover of what is older than the archive shall keep, or more than it may take. Owned by the archiver's thread, so
 * that it never meets a batch that is being stored, and works in steps, so that no batch waits for long. It only ever
 * removes the oldest entries: ids stay contiguous.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** What one step removes at most: two row groups of the database. */
    private static final long STEP_ENTRIES = 2 * 122_880;

    /** Once so many entries were removed, the database is asked to give their space back. */
    private static final long CHECKPOINT_ENTRIES = 122_880;

    /** An archive that has grown too large is cut down to so much of its limit, so that it is not cut again at once. */
    private static final double CUT_TO = 0.98;

    private final Archive archive;
    private final RetentionLimits limits;
    private final InstantSource clock;
    private final Counter removed;
    private final Counter failures;
    private volatile ArchiveSize size = new ArchiveSize(0, 0, 0);
    private volatile long lastRunSeconds;

    // The archiver's thread.
    private long target;
    private long notGivenBack;
    private boolean failing;

    public Retention(Archive archive, RetentionLimits limits, InstantSource clock, MeterRegistry meters) {
        this.archive = archive;
        this.limits = limits;
        this.clock = clock;
        removed = meters.counter("tailrace.retention.removed.entries");
        failures = meters.counter("tailrace.retention.failures");
        Gauge.builder("tailrace.archive.bytes", this, r -> r.size.usedBytes() + r.size.logBytes())
                .description("What the archive takes on the disk")
                .register(meters);
        Gauge.builder("tailrace.retention.last.run.seconds", this, r -> r.lastRunSeconds)
                .description("When it was last looked for entries to remove, in seconds since 1970")
                .register(meters);
    }

    /** Removes a bounded number of entries that are due; says whether more are. A failure is counted and logged. */
    boolean step() {
        try {
            if (archive.firstId() > target) {
                target = due();
                lastRunSeconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
            }
            boolean more = removeSome();
            if (failing) {
                LOG.info("Retention works again");
                failing = false;
            }
            return more;
        } catch (HistoryException failed) {
            failures.increment();
            if (!failing) {
                LOG.error("Retention failed; it is tried again, and nothing more is removed until it works", failed);
                failing = true;
            }
            return false;
        }
    }

    private boolean removeSome() {
        long first = archive.firstId();
        if (first > target) {
            return false;
        }
        long last = Math.min(target, first + STEP_ENTRIES - 1);
        archive.remove(last);
        removed.increment((double) (last - first + 1));
        notGivenBack += last - first + 1;
        if (last < target) {
            return true;
        }
        if (notGivenBack >= CHECKPOINT_ENTRIES) {
            giveBack();
        }
        return false;
    }

    /** The highest id that is to be removed; one below the first if none is. */
    private long due() {
        size = archive.size();
        return Math.max(dueByAge(), dueBySize());
    }

    private long dueByAge() {
        long none = archive.firstId() - 1;
        if (limits.ageMicros() == Long.MAX_VALUE) {
            return none;
        }
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return archive.lastCreatedBefore(now - limits.ageMicros()).orElse(none);
    }

    private long dueBySize() {
        long none = archive.firstId() - 1;
        long kept = archive.lastId() - none;
        if (kept == 0 || bytesOf(kept) + size.logBytes() <= limits.bytes()) {
            return none;
        }
        // The log may hold what takes little room once it is in the blocks.
        giveBack();
        double bytes = bytesOf(kept);
        if (bytes <= limits.bytes()) {
            return none;
        }
        double surplus = bytes - CUT_TO * limits.bytes();
        return none + Math.min(kept, (long) Math.ceil(surplus / (bytes / kept)));
    }

    private double bytesOf(long entries) {
        return size.bytesOf(entries);
    }

    private void giveBack() {
        archive.checkpoint();
        notGivenBack = 0;
        size = archive.size();
    }
}
