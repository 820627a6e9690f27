package io.tailrace.log;

import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.Availability.State;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as the appender writes it: what was answered before its force is forced soon, and after a failure nothing is
 * written until a probe has found that the disk takes more than the next group. Owned by the appender's thread.
 */
final class JournalWriter {

    /** How long what was answered in {@link Durability#ASYNC} may stay off the disk. */
    static final int ASYNC_FORCE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private static final long ASYNC_FORCE_NANOS = TimeUnit.MILLISECONDS.toNanos(ASYNC_FORCE_MILLIS);
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A probe asks for room for two groups, so that a disk that takes it does not refuse the next group. */
    private static final long PROBE_BYTES = 2L * AppendGroup.GROUP_BYTES;

    private final Journal journal;
    private final Durability durability;
    private final Availability availability;
    private final Faults faults;

    private boolean forceOwed;
    private long forcedAt = System.nanoTime();
    private long probedAt = System.nanoTime();
    private long probeBytes = PROBE_BYTES;

    JournalWriter(Journal journal, Durability durability, Availability availability, Faults faults) {
        this.journal = journal;
        this.durability = durability;
        this.availability = availability;
        this.faults = faults;
    }

    /** Writes a group, and forces it unless that may come later. If that fails the group is refused, and so are all that follow. */
    boolean isWritten(AppendGroup group) {
        try {
            journal.append(group.blocks(), durability == Durability.FSYNC);
            forceOwed = durability == Durability.ASYNC;
            return true;
        } catch (IOException failed) {
            fail(group, "the journal cannot be written: " + failed.getMessage());
        } catch (Throwable fault) {
            fail(group, "the journal cannot be written: " + fault);
            faults.caught(Seam.APPENDER, "The journal broke under a group of appends", fault);
        }
        return false;
    }

    private void fail(AppendGroup group, String reason) {
        // An interrupt that is left set would fail every write to come; nobody means to stop this thread by one.
        boolean _ = Thread.interrupted();
        probeBytes = Math.max(PROBE_BYTES, group.bytes() + AppendGroup.GROUP_BYTES);
        probedAt = System.nanoTime();
        availability.become(State.FAILED, reason);
        group.unavailable(reason, faults);
    }

    /** How long the appender may sleep before this has something to do. */
    long waitNanos() {
        return forceOwed && !availability.is(State.FAILED)
                ? Math.max(0, forcedAt + ASYNC_FORCE_NANOS - System.nanoTime())
                : PROBE_NANOS;
    }

    void forceIfDue() {
        long pause = availability.is(State.FAILED) ? PROBE_NANOS : ASYNC_FORCE_NANOS;
        if (forceOwed && System.nanoTime() - forcedAt >= pause) {
            try {
                journal.force();
                forceOwed = false;
            } catch (IOException failed) {
                probedAt = System.nanoTime();
                availability.become(State.FAILED, "the journal cannot be forced: " + failed.getMessage());
            } finally {
                forcedAt = System.nanoTime();
            }
        }
    }

    void probeIfDue() {
        if (availability.is(State.FAILED) && System.nanoTime() - probedAt >= PROBE_NANOS) {
            probedAt = System.nanoTime();
            try {
                journal.probe(probeBytes);
                journal.force();
                forceOwed = false;
                availability.become(State.TAKING, "");
            } catch (IOException stillFailing) {
                LOG.debug("The journal still cannot be written", stillFailing);
            }
        }
    }

    /** Forces what is owed; the last call. */
    void end() {
        try {
            if (forceOwed) {
                journal.force();
            }
        } catch (IOException failed) {
            LOG.error(
                    "Could not force the journal at shutdown; the newest entries may not survive a power failure",
                    failed);
        } catch (Throwable fault) {
            faults.caught(Seam.APPENDER, "The journal broke under its last force", fault);
        }
    }
}
