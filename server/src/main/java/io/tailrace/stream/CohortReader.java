package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.log.EventLog;
import io.tailrace.log.ScanLimits;
import io.tailrace.log.TailScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads for the cohorts of one fan-out. Of those with the same filter and framing one is <i>live</i>, level with the
 * head or a step behind it; others are <i>behind</i> until they meet it and become part of it. Members that take no more
 * are split off where they stand. Owned by the event loop.
 */
final class CohortReader {

    /** How long a page waits for members that take no more before it is dropped, to be read again later. */
    private static final long STALLED_PAGE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int PAGE_ENTRIES = 20_000;

    private final EventLog log;
    private final Fanout fanout;
    private final StreamLimits limits;
    private final ScanLimits step;
    private final Heartbeats heartbeats;
    private final StreamMeters meters;
    private final AtomicLong lag;
    private final TailScan scan;
    private final Map<Framing, BatchWriter> writers = new HashMap<>();

    private final Map<Cohort.Key, Cohort> live = new HashMap<>();
    private final List<Cohort> behind = new ArrayList<>();
    private int pages;
    private int countedParked;

    CohortReader(EventLog log, Fanout fanout, StreamLimits limits, Heartbeats heartbeats, StreamMeters meters) {
        this.log = log;
        this.fanout = fanout;
        this.limits = limits;
        this.heartbeats = heartbeats;
        this.meters = meters;
        step = new ScanLimits(limits.scanBytes(), Long.MAX_VALUE, limits.batchBytes());
        lag = meters.newLag();
        scan = new TailScan(log.tail());
    }

    /** Puts a subscription to those that read the same from the same position. */
    void join(Subscription subscription) {
        Cohort.Key key = new Cohort.Key(subscription.filter().filter(), subscription.framing);
        long position = subscription.position();
        Cohort level = live.get(key);
        if (level != null && level.position == position && !level.stalled) {
            level.add(subscription);
            heartbeats.caughtUp(subscription, position);
            return;
        }
        for (Cohort cohort : behind) {
            if (cohort.position == position && !cohort.stalled && cohort.key.equals(key)) {
                cohort.add(subscription);
                return;
            }
        }
        // A client that changes its filter many times in one turn must not leave as many empty cohorts to look through.
        while (!behind.isEmpty() && behind.getLast().isEmpty()) {
            forget(behind.removeLast());
        }
        Cohort cohort = new Cohort(key, position);
        cohort.add(subscription);
        behind.add(cohort);
    }

    /** Gives back what a cohort without members holds; if it is being read for, that follows the read. */
    private void forget(Cohort cohort) {
        if (!cohort.reading) {
            dropPage(cohort);
        }
    }

    /** Takes every cohort a step further; says whether some are not there yet. */
    boolean turn(long committed) {
        boolean more = false;
        for (Cohort cohort : live.values()) {
            more |= advance(cohort, committed);
        }
        for (int i = behind.size() - 1; i >= 0; i--) {
            more |= advance(behind.get(i), committed);
        }
        settle(committed);
        return more;
    }

    private boolean advance(Cohort cohort, long committed) {
        if (cohort.isEmpty() || cohort.stalled || cohort.reading) {
            return false;
        }
        Batch framed = cohort.pending.peek();
        if (framed != null) {
            if (deliver(cohort, framed)) {
                cohort.pending.remove().release();
                releasePageIfRead(cohort);
            }
            return true;
        }
        if (cohort.position >= committed) {
            return false;
        }
        if (cohort.size() == 1 && !cohort.member(0).outlet.isWritable()) {
            stall(cohort);
            return false;
        }
        Gap gap = Gap.expired(log, cohort.position);
        if (gap != null) {
            cohort.tell(gap);
            return true;
        }
        BatchWriter writer = writers.computeIfAbsent(cohort.key.framing(), BatchWriter::new);
        scan.scan(cohort.key.filter(), cohort.position, committed, step, writer);
        if (scan.isBelowTail() && scan.position() == cohort.position) {
            readPage(cohort);
            return false;
        }
        Batch batch = writer.finish(scan.position());
        deliver(cohort, batch);
        batch.release();
        return cohort.position < committed;
    }

    /** Sends a batch to the members that take it and splits the others off; says whether any took it. */
    private boolean deliver(Cohort cohort, Batch batch) {
        ByteBuf frames = batch.frames();
        if (frames != null) {
            if (!splitOffFull(cohort)) {
                return false;
            }
            int count = cohort.size();
            meters.batches.increment();
            meters.deliveries.increment(count);
            meters.bytes.increment((double) count * frames.readableBytes());
            for (int i = count - 1; i >= 0; i--) {
                cohort.member(i).outlet.write(frames.retainedDuplicate());
            }
            cohort.framesAt = System.nanoTime();
        }
        cohort.position = batch.next();
        return true;
    }

    /** Splits off the members that take no more. If that is all of them they stay, and the cohort is stalled instead. */
    private boolean splitOffFull(Cohort cohort) {
        Cohort full = null;
        int writable = 0;
        for (int i = cohort.size() - 1; i >= 0; i--) {
            writable += cohort.member(i).outlet.isWritable() ? 1 : 0;
        }
        if (writable == 0) {
            stall(cohort);
            return false;
        }
        for (int i = cohort.size() - 1; writable < cohort.size() && i >= 0; i--) {
            Subscription member = cohort.member(i);
            if (!member.outlet.isWritable()) {
                if (full == null) {
                    full = new Cohort(cohort.key, cohort.position);
                    stall(full);
                    behind.add(full);
                }
                member.leave();
                full.add(member);
            }
        }
        return true;
    }

    private static void stall(Cohort cohort) {
        cohort.stalled = true;
        cohort.stalledAt = System.nanoTime();
    }

    private void readPage(Cohort cohort) {
        if (pages >= limits.pages()) {
            return;
        }
        pages++;
        meters.pages.incrementAndGet();
        cohort.reading = true;
        cohort.holdsPage = true;
        long after = cohort.position;
        fanout.work(
                () -> Page.read(log, cohort.key.filter(), cohort.key.framing(), after, PAGE_ENTRIES, limits),
                page -> pageRead(cohort, page),
                () -> pageFailed(cohort));
    }

    private void pageRead(Cohort cohort, Page page) {
        cohort.reading = false;
        if (page.gap() != null) {
            cohort.tell(page.gap());
        }
        cohort.pending.addAll(page.batches());
        if (cohort.isEmpty()) {
            dropPage(cohort);
        }
        fanout.schedule();
    }

    private void pageFailed(Cohort cohort) {
        cohort.reading = false;
        releasePageIfRead(cohort);
        while (!cohort.isEmpty()) {
            fanout.fail(cohort.member(cohort.size() - 1));
        }
    }

    private void dropPage(Cohort cohort) {
        cohort.dropPending();
        releasePageIfRead(cohort);
    }

    private void releasePageIfRead(Cohort cohort) {
        if (cohort.holdsPage && cohort.pending.isEmpty()) {
            cohort.holdsPage = false;
            meters.pages.decrementAndGet();
            pages--;
        }
    }

    /** Brings cohorts together that have met, and forgets those without members. */
    private void settle(long committed) {
        for (Iterator<Cohort> all = live.values().iterator(); all.hasNext(); ) {
            Cohort cohort = all.next();
            if (cohort.isEmpty()) {
                all.remove();
            } else if (cohort.stalled) {
                all.remove();
                behind.add(cohort);
            }
        }
        behind.removeIf(cohort -> settled(cohort, committed));
    }

    /** Whether a cohort that was behind is so no longer. */
    private boolean settled(Cohort cohort, long committed) {
        if (cohort.isEmpty()) {
            forget(cohort);
            return true;
        }
        if (cohort.stalled || cohort.reading || !cohort.pending.isEmpty()) {
            return false;
        }
        Cohort level = live.get(cohort.key);
        boolean atHead = cohort.position >= committed;
        if (level == null ? !atHead : level.position != cohort.position) {
            return false;
        }
        if (atHead) {
            for (int i = cohort.size() - 1; i >= 0; i--) {
                heartbeats.caughtUp(cohort.member(i), cohort.position);
            }
        }
        if (level == null) {
            live.put(cohort.key, cohort);
        } else {
            while (!cohort.isEmpty()) {
                Subscription member = cohort.member(cohort.size() - 1);
                member.leave();
                level.add(member);
            }
        }
        return true;
    }

    /** About once a second: drops pages that nobody takes, starts reads that found no place, counts. */
    void tick(long nanoTime) {
        int parked = 0;
        long furthest = log.committed();
        boolean waiting = false;
        for (Cohort cohort : behind) {
            if (cohort.stalled) {
                parked += cohort.size();
                if (!cohort.reading && nanoTime - cohort.stalledAt > STALLED_PAGE_NANOS) {
                    dropPage(cohort);
                }
            } else {
                waiting = true;
            }
            furthest = Math.min(furthest, cohort.position);
        }
        meters.parked.addAndGet(parked - countedParked);
        countedParked = parked;
        lag.set(log.committed() - furthest);
        if (waiting) {
            fanout.schedule();
        }
    }
}
