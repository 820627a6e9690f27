package io.tailrace.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.EventLog;
import io.tailrace.log.HistoryException;
import io.tailrace.log.HotTail;
import io.tailrace.log.RunningQuery;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of the log that fills the archive: a cursor like any other, but in large batches, on a thread of its own.
 * What it has stored may be evicted from the hot tail and deleted from the journal. Between batches it has retention take
 * a step.
 */
public final class Archiver implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

    /**
     * A batch is begun when so many entries wait, or the hot tail is nearly full, or the interval is over. It is one row
     * group of the database, which it writes straight to its file; smaller batches go through its log first.
     */
    private static final int BATCH_ENTRIES = 122_880;

    /** How much of the hot tail may wait for the archive. */
    private static final double MOST_SHARE = 0.75;

    private static final int MAX_BATCH_ENTRIES = 2 * BATCH_ENTRIES;
    private static final long MAX_BATCH_BYTES = 96L << 20;
    /** How long somebody waits for the archive, and how often it is looked whether they still do. */
    private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long stopping may take; what is not stored by then is stored after the next start, from the journal. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final EventLog log;
    private final HotTail tail;
    private final Archive archive;
    private final Retention retention;
    private final long intervalNanos;
    private final Thread thread = Thread.ofPlatform().name("archiver").unstarted(this::run);
    private final Runnable wakeUp = this::wakeIfMuchWaits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition stored = lock.newCondition();
    private volatile boolean started;
    private volatile boolean stopping;

    /** Up to here somebody waits for the archive; only grows, under the lock. */
    private volatile long wanted;

    private final Faults faults;
    private final Counter entries;
    private final Outage outage;
    private final Counter reopenings;
    private final Timer storeTime;

    /** @param intervalMillis how long an entry may wait for its batch to fill */
    public Archiver(
            EventLog log,
            Archive archive,
            Retention retention,
            long intervalMillis,
            Faults faults,
            MeterRegistry meters) {
        this.log = log;
        this.tail = log.tail();
        this.archive = archive;
        this.retention = retention;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        this.faults = faults;
        entries = Counter.builder("tailrace.archive.entries")
                .description("Entries that went to the archive")
                .register(meters);
        Counter failures = Counter.builder("tailrace.archive.failures")
                .description("Batches that did not go to the archive and were tried again")
                .register(meters);
        outage = new Outage(
                LOG,
                "Archiving failed; trying again each second, entries stay in the journal",
                "Archiving again",
                failures);
        reopenings = Counter.builder("tailrace.archive.reopenings")
                .description("Times that the archive's database had failed and was opened again, or that was tried")
                .register(meters);
        storeTime = Timer.builder("tailrace.archive.store")
                .description("How long batches took to go to the archive")
                .register(meters);
    }

    public void start() {
        log.onCommit(wakeUp);
        started = true;
        thread.start();
    }

    private long waiting() {
        return log.committed() - archive.lastId();
    }

    private boolean muchWaits() {
        long waiting = waiting();
        return waiting >= BATCH_ENTRIES
                || archive.lastId() < wanted
                || (waiting > 0 && (tail.isCrowded() || tail.shareAbove(archive.lastId()) > MOST_SHARE));
    }

    /**
     * Has everything up to an id archived at once, and waits for that. Any thread may call.
     *
     * @param id at most what is committed
     * @param running for whom; it is asked now and then whether it was stopped
     * @return whether the archive has it; not if archiving fails or takes very long
     */
    boolean archiveUpTo(long id, RunningQuery running) {
        lock.lock();
        try {
            wanted = Math.max(wanted, id);
            work.signal();
            long left = WANTED_NANOS;
            // While the disk is full there is nothing to wait for.
            while (archive.lastId() < id && left > 0 && !stopping && !isDiskFull()) {
                running.check();
                left -= CHECK_NANOS - stored.awaitNanos(CHECK_NANOS);
            }
            return archive.lastId() >= id;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void wakeIfMuchWaits() {
        if (muchWaits() && lock.tryLock()) {
            try {
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    private void run() {
        while (!stopping) {
            try {
                await(intervalNanos, true);
                boolean more;
                do {
                    reopenIfFailed();
                    storeBatch();
                    more = retention.step();
                } while ((more || muchWaits()) && !stopping);
                outage.worked();
            } catch (HistoryException failed) {
                outage.failed(failed);
                await(RETRY_NANOS, false);
            } catch (Throwable fault) {
                faults.caught(Seam.ARCHIVER, "Archiving failed in a way that nobody expected", fault);
                outage.failed(fault);
                await(RETRY_NANOS, false);
            }
        }
    }

    private void reopenIfFailed() {
        if (archive.hasFailed()) {
            reopenings.increment();
            archive.reopen();
        }
    }

    /** Whether archiving fails at present because the disk is full. Any thread. */
    boolean isDiskFull() {
        return outage.isDiskFull();
    }

    /** Why nothing will be archived any more, if so; it does not say whether archiving fails at present. Any thread. */
    public Optional<String> fault() {
        return started && !stopping && !thread.isAlive()
                ? Optional.of("the archiver has ended, so nothing is archived; restart the server")
                : Optional.empty();
    }

    /** Waits out a time, or until it stops, or, if that is asked for, until much waits. */
    private void await(long nanos, boolean untilMuchWaits) {
        lock.lock();
        try {
            long left = nanos;
            while (!stopping && left > 0 && !(untilMuchWaits && (muchWaits() || archive.hasFailed()))) {
                // Nobody wakes it when the tail becomes crowded.
                long slice = Math.min(left, LOOK_NANOS);
                left -= slice - work.awaitNanos(slice);
            }
        } catch (InterruptedException interrupted) {
            LOG.warn("The archiver was interrupted, and goes on", interrupted);
        } finally {
            lock.unlock();
        }
    }

    private void storeBatch() {
        long before = archive.lastId();
        long waiting = Math.min(log.committed() - before, MAX_BATCH_ENTRIES);
        // Whole row groups if there is one, so that the next load need not fill up the last one of this.
        long upTo = before + (waiting < BATCH_ENTRIES ? waiting : waiting / BATCH_ENTRIES * BATCH_ENTRIES);
        if (upTo > before) {
            long start = System.nanoTime();
            long last = store(before, upTo);
            log.archived(last);
            entries.increment((double) (last - before));
            storeTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            sayStored();
        }
    }

    private void sayStored() {
        lock.lock();
        try {
            stored.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stores entries from behind a position up to an id, or until the batch is large, and says the last one. */
    private long store(long after, long upTo) {
        List<EntryBlock> blocks = new ArrayList<>();
        long position = after;
        long bytes = 0;
        long sequence = tail.sequenceOf(after + 1);
        while (position < upTo && bytes < MAX_BATCH_BYTES) {
            EntryBlock block = tail.at(sequence++, position + 1);
            if (block == null) {
                throw new IllegalStateException("entry " + (position + 1) + " left the tail before the archive had it");
            }
            blocks.add(block);
            position = Math.min(upTo, block.lastId());
            bytes += block.bytes().length;
        }
        archive.store(blocks, position);
        return position;
    }

    /** Stores what is left and stops; the log must take no more appends. */
    @Override
    public void close() {
        log.removeOnCommit(wakeUp);
        stopping = true;
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            reopenIfFailed();
            long deadline = System.nanoTime() + CLOSE_NANOS;
            while (waiting() > 0 && System.nanoTime() < deadline) {
                storeBatch();
            }
        } catch (HistoryException failed) {
            LOG.warn("The last entries stay in the journal, the next start archives them: {}", failed.getMessage());
        } catch (Throwable fault) {
            faults.caught(Seam.ARCHIVER, "The last entries stay in the journal, the next start archives them", fault);
        }
    }
}
