package io.tailrace.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.HistoryException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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
    private final Faults faults;
    private final @Nullable AgeLimit age;
    private final Counter removed;
    private final Outage outage;
    private volatile ArchiveSize size = new ArchiveSize(0, 0, 0);
    private volatile long lastRunSeconds;

    // The archiver's thread.
    private long target;
    private long notGivenBack;

    public Retention(
            Archive archive, RetentionLimits limits, InstantSource clock, Faults faults, MeterRegistry meters) {
        this(archive, limits, clock, System::nanoTime, faults, meters);
    }

    /** @param nanoTime counts on whatever happens to the clock */
    Retention(
            Archive archive,
            RetentionLimits limits,
            InstantSource clock,
            LongSupplier nanoTime,
            Faults faults,
            MeterRegistry meters) {
        this.archive = archive;
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
        long start = limits.catchUp() ? Long.MAX_VALUE : archive.lastCreatedAt().orElse(Long.MAX_VALUE);
        age = limits.ageMicros() == Long.MAX_VALUE
                ? null
                : new AgeLimit(archive, limits.ageMicros(), new AgeClock(clock, nanoTime, start), nanoTime);
        removed = Counter.builder("tailrace.retention.removed.entries")
                .description("Entries that were removed because of their age or the archive's size")
                .register(meters);
        Counter failures = Counter.builder("tailrace.retention.failures")
                .description("Times that entries could not be removed")
                .register(meters);
        outage = new Outage(
                LOG,
                "Retention failed; it is tried again, and nothing more is removed until it works",
                "Retention works again",
                failures);
        Gauge.builder("tailrace.retention.held.back.entries", this, Retention::heldBack)
                .description("Entries that are too old by the clock, and kept because it seems to have jumped ahead")
                .register(meters);
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
            outage.worked();
            return more;
        } catch (HistoryException failed) {
            outage.failed(failed);
            return false;
        } catch (Throwable fault) {
            faults.caught(Seam.RETENTION, "Retention failed in a way that nobody expected", fault);
            outage.failed(fault);
            return false;
        }
    }

    public RetentionLimits limits() {
        return limits;
    }

    /** How many entries are too old by the clock, and kept because it seems to have jumped ahead. Any thread. */
    public long heldBack() {
        return age == null ? 0 : age.heldBack();
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
        return age == null ? archive.firstId() - 1 : age.due();
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
