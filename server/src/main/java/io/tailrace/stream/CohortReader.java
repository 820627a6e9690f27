package io.tailrace.stream;

import io.netty.buffer.ByteBuf;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.Filter;
import io.tailrace.log.EventLog;
import io.tailrace.log.TailScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads for the cohorts of one fan-out, a bounded step at a time, and sends what it reads to their members. Members that take
 * no more are split off where they stand. A cohort that cannot be read for, or a member that cannot be written to, ends, and
 * the others go on. Owned by the event loop.
 */
final class CohortReader {

    /** How long a page waits for members that take no more before it is dropped, to be read again later. */
    private static final long STALLED_PAGE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int PAGE_ENTRIES = 20_000;

    private final EventLog log;
    private final Cohorts cohorts;
    private final Readers readers;
    private final Executor loop;
    private final StreamLimits limits;
    private final PagePlaces pages;
    private final StreamMeters meters;
    private final Faults faults;
    private final Runnable wake;
    private final AtomicLong lag;
    private final TailScan scan;
    private final Map<Framing, BatchWriter> writers = new HashMap<>();
    private final Round liveRound = new Round();
    private final Round othersRound = new Round();
    private int countedParked;

    /**
     * @param readers read pages of the history
     * @param wake has a turn taken soon
     */
    CohortReader(
            EventLog log,
            Cohorts cohorts,
            Readers readers,
            Executor loop,
            StreamLimits limits,
            PagePlaces pages,
            StreamMeters meters,
            Faults faults,
            Runnable wake) {
        this.log = log;
        this.cohorts = cohorts;
        this.readers = readers;
        this.loop = loop;
        this.limits = limits;
        this.pages = pages;
        this.meters = meters;
        this.faults = faults;
        this.wake = wake;
        lag = meters.newLag();
        scan = new TailScan(log.tail());
    }

    /**
     * Takes cohorts a step further, the live ones first, as many as the turn has time for; the next turn begins with those
     * that had none. Says whether some are not there yet.
     */
    boolean turn(long committed, Turn turn) {
        boolean more = liveRound.go(cohorts.live(), turn, cohort -> advanceOrFail(cohort, committed));
        more |= othersRound.go(cohorts.others(), turn, cohort -> advanceOrFail(cohort, committed));
        cohorts.settle(committed);
        return more;
    }

    private boolean advanceOrFail(Cohort cohort, long committed) {
        try {
            return advance(cohort, committed);
        } catch (Throwable fault) {
            writer(cohort).discard();
            faults.caught(Seam.READER, "Streams of one filter could not be served", fault);
            fail(cohort);
            return false;
        }
    }

    private static void fail(Cohort cohort) {
        for (int i = cohort.size() - 1; i >= 0; i--) {
            cohort.member(i).fail();
        }
    }

    private BatchWriter writer(Cohort cohort) {
        return writers.computeIfAbsent(cohort.key.framing(), BatchWriter::new);
    }

    private boolean advance(Cohort cohort, long committed) {
        if (cohort.isEmpty() || cohort.is(Cohort.State.STALLED) || cohort.is(Cohort.State.READING)) {
            return false;
        }
        Batch framed = cohort.pending().peek();
        if (framed != null) {
            sendPending(cohort, framed);
            return true;
        }
        if (cohort.position() >= committed) {
            return false;
        }
        if (cohort.size() == 1 && !cohort.member(0).outlet.isWritable()) {
            cohorts.move(cohort, Cohort.State.STALLED);
            return false;
        }
        Gap gap = Gap.expired(log, cohort.position());
        if (gap != null) {
            cohort.tell(gap);
            return true;
        }
        BatchWriter writer = writer(cohort);
        Filter filter = cohort.key.filter();
        scan.scan(filter, cohort.position(), committed, limits.step(filter, Long.MAX_VALUE), writer);
        if (scan.isBelowTail() && scan.position() == cohort.position()) {
            readPage(cohort);
            return false;
        }
        try (Batch batch = writer.finish(scan.position())) {
            deliver(cohort, batch);
        }
        return cohort.position() < committed;
    }

    private void sendPending(Cohort cohort, Batch framed) {
        if (deliver(cohort, framed)) {
            cohort.pending().remove().close();
            if (cohort.pending().isEmpty()) {
                pages.giveBack();
            }
        }
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
            cohort.framesSent(System.nanoTime());
            for (int i = count - 1; i >= 0; i--) {
                cohort.member(i).send(frames.retainedDuplicate());
            }
        }
        cohort.position(batch.next());
        return true;
    }

    /** Splits off the members that take no more. If that is all of them they stay, and the cohort is stalled instead. */
    private boolean splitOffFull(Cohort cohort) {
        int writable = 0;
        for (int i = cohort.size() - 1; i >= 0; i--) {
            writable += cohort.member(i).outlet.isWritable() ? 1 : 0;
        }
        if (writable == 0) {
            cohorts.move(cohort, Cohort.State.STALLED);
            return false;
        }
        Cohort full = null;
        for (int i = cohort.size() - 1; writable < cohort.size() && i >= 0; i--) {
            Cursor member = cohort.member(i);
            if (!member.outlet.isWritable()) {
                if (full == null) {
                    full = cohorts.begin(cohort.key, cohort.position());
                }
                member.leave();
                full.add(member);
            }
        }
        if (full != null) {
            cohorts.move(full, Cohort.State.STALLED);
        }
        return true;
    }

    /** Has a worker read what the tail no longer holds, or waits for a place to do so. */
    private void readPage(Cohort cohort) {
        if (!pages.tryTake()) {
            return;
        }
        long after = cohort.position();
        Optional<Reading<Page>> reading = readers.ask(
                loop,
                running -> Optional.of(Page.read(
                        log, cohort.key.filter(), cohort.key.framing(), after, PAGE_ENTRIES, limits, running)),
                new PageAnswer(cohort));
        if (reading.isEmpty()) {
            pages.giveBack();
            return;
        }
        cohorts.move(cohort, Cohort.State.READING);
        cohort.page(reading.get());
    }

    /** What becomes of a page that is read for a cohort. */
    private final class PageAnswer implements Reading.Answer<Page> {

        private final Cohort cohort;

        PageAnswer(Cohort cohort) {
            this.cohort = cohort;
        }

        @Override
        public void found(Page page) {
            cohort.page(null);
            if (cohort.is(Cohort.State.OVER)) {
                page.close();
                pages.giveBack();
                return;
            }
            cohort.pending().addAll(page.batches());
            cohorts.move(cohort, Cohort.State.BEHIND);
            if (page.gap() != null) {
                cohort.tell(page.gap());
            }
            wake.run();
        }

        @Override
        public void failed() {
            cohort.page(null);
            pages.giveBack();
            if (!cohort.is(Cohort.State.OVER)) {
                cohorts.move(cohort, Cohort.State.BEHIND);
                fail(cohort);
            }
            wake.run();
        }

        @Override
        public void lost(Page page) {
            page.close();
        }
    }

    /** About once a second: drops pages that nobody takes, starts reads that found no place, counts. */
    void tick(long nanoTime) {
        int parked = 0;
        long furthest = log.committed();
        boolean waiting = false;
        List<Cohort> others = cohorts.others();
        for (Cohort cohort : others) {
            if (cohort.is(Cohort.State.STALLED)) {
                parked += cohort.size();
                if (nanoTime - cohort.stalledAt() > STALLED_PAGE_NANOS) {
                    cohorts.dropPage(cohort);
                }
            } else {
                waiting = true;
            }
            furthest = Math.min(furthest, cohort.position());
        }
        meters.parked.addAndGet(parked - countedParked);
        countedParked = parked;
        lag.set(log.committed() - furthest);
        if (waiting) {
            wake.run();
        }
    }
}
