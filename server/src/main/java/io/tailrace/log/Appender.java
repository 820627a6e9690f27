package io.tailrace.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.Availability.State;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the log. It takes all that waits, numbers it, writes and forces it as one group, shows it to readers
 * and answers the requests. Others only queue; everything else happens on its own thread.
 *
 * <p>Whatever breaks fails the group in hand and is reported; the next group is taken. Only a group that the journal holds and
 * the tail could not be given ends it, as nothing can follow that: the next start reads it from the journal.
 */
final class Appender {

    /** How long what was answered in {@link Durability#ASYNC} may stay off the disk. */
    static final int ASYNC_FORCE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private static final long ASYNC_FORCE_NANOS = TimeUnit.MILLISECONDS.toNanos(ASYNC_FORCE_MILLIS);
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long stopping waits for the archive to make room. */
    private static final long LAST_ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A probe asks for room for two groups, so that a disk that takes it does not refuse the next group. */
    private static final long PROBE_BYTES = 2L * AppendGroup.GROUP_BYTES;

    private static final String SHUTTING_DOWN = "the server is shutting down";
    private static final String BROKEN = "the server broke and must be started again; its log says why";

    private final Journal journal;
    private final HotTail tail;
    private final LongSupplier archivedId;
    private final Durability durability;
    private final AppendClock clock;
    private final long roomNanos;
    private final LongConsumer onCommitted;

    private final AppendQueue queue;
    private final Object roomMade = new Object();
    private final Thread thread = Thread.ofPlatform().name("appender").unstarted(this::run);
    private volatile boolean stopping;
    private final Availability availability;
    private final Faults faults;

    private final Counter entries;
    private final Counter groups;
    private final Counter bytes;
    private final Timer journalTime;

    // The appender's thread.
    private final EntryBlock.Builder builder = new EntryBlock.Builder();
    private long nextId;
    private boolean forceOwed;
    private boolean broken;
    private long forcedAt = System.nanoTime();
    private long probedAt = System.nanoTime();
    private long probeBytes = PROBE_BYTES;

    /**
     * @param head the id that the first append follows
     * @param archivedId up to where the history holds the log
     * @param onCommitted told of the highest id of each group, once it is in the tail
     */
    Appender(
            Journal journal,
            HotTail tail,
            long head,
            LongSupplier archivedId,
            Durability durability,
            LogLimits limits,
            AppendClock clock,
            MeterRegistry meters,
            Faults faults,
            LongConsumer onCommitted) {
        this.journal = journal;
        this.tail = tail;
        nextId = head + 1;
        this.archivedId = archivedId;
        this.durability = durability;
        this.roomNanos = TimeUnit.MILLISECONDS.toNanos(limits.roomMillis());
        queue = new AppendQueue(limits.appendQueueBytes());
        this.clock = clock;
        this.faults = faults;
        availability = new Availability(meters);
        this.onCommitted = onCommitted;
        entries = meters.counter("tailrace.entries.appended");
        groups = meters.counter("tailrace.append.groups");
        bytes = meters.counter("tailrace.append.bytes");
        journalTime = Timer.builder("tailrace.journal.append")
                .description("Writing one group to the journal, with its force")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        meters.gauge("tailrace.append.queue.bytes", queue.bytes());
        Gauge.builder("tailrace.append.queue.max.bytes", () -> limits.appendQueueBytes())
                .register(meters);
    }

    void start() {
        thread.start();
    }

    /**
     * Queues drafts, of which there must be one at least, from any thread. The answer comes on the appender's thread, which
     * it must not hold up.
     *
     * @return why it was refused at once; empty if it was queued
     */
    Optional<AppendResult> append(Drafts drafts, Consumer<AppendResult> answer) {
        if (drafts.count() == 0) {
            throw new IllegalArgumentException("there is nothing to append");
        }
        Optional<String> refusal = stopping ? Optional.of(stopped()) : availability.refusal();
        if (refusal.isPresent()) {
            return refusal.map(AppendResult.Unavailable::new);
        }
        return switch (queue.offer(new Append(drafts, answer))) {
            case QUEUED -> Optional.empty();
            case FULL -> Optional.of(new AppendResult.Full());
            case CLOSED -> Optional.of(new AppendResult.Unavailable(stopped()));
        };
    }

    private String stopped() {
        return unavailable().orElse(SHUTTING_DOWN);
    }

    /** Why nothing can be appended at present, if so. */
    Optional<String> unavailable() {
        // Nothing but the end of its thread is known to leave it taking; this is for what is not known.
        boolean isGone = availability.is(State.TAKING) && thread.getState() == Thread.State.TERMINATED;
        return isGone ? Optional.of(BROKEN) : availability.reason();
    }

    /** Says that the history holds more, so that the tail may evict. From any thread. */
    void archived() {
        synchronized (roomMade) {
            roomMade.notifyAll();
        }
    }

    /** Appends all that is queued, forces it and stops; waits for that, though interrupted. From any other thread. */
    void stop() {
        stopping = true;
        queue.wakeUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException meanwhile) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!broken && !(stopping && queue.isEmpty())) {
                turn();
            }
            if (forceOwed) {
                journal.force();
            }
        } catch (IOException failed) {
            LOG.error(
                    "Could not force the journal at shutdown; the newest entries may not survive a power failure",
                    failed);
        } finally {
            end();
        }
    }

    private void turn() {
        try {
            Append first = queue.poll(waitNanos());
            if (first != null) {
                commit(new AppendGroup(first));
            }
            forceIfDue();
            probeIfDue(first == null);
        } catch (Throwable fault) {
            faults.caught(Seam.APPENDER, "A turn of the appender broke", fault);
        }
    }

    /** Answers what is left, so that nobody waits for a thread that is gone. */
    private void end() {
        String reason = stopping && !broken ? SHUTTING_DOWN : BROKEN;
        availability.become(State.ENDED, reason);
        stopping = true;
        queue.close();
        while (!queue.isEmpty()) {
            Append rest = queue.poll();
            if (rest != null) {
                new AppendGroup(rest).unavailable(reason, faults);
            }
        }
    }

    private long waitNanos() {
        return forceOwed && !availability.is(State.FAILED)
                ? Math.max(0, forcedAt + ASYNC_FORCE_NANOS - System.nanoTime())
                : PROBE_NANOS;
    }

    private void commit(AppendGroup group) {
        Optional<String> refusal = availability.refusal();
        if (refusal.isPresent()) {
            group.unavailable(refusal.get(), faults);
        } else if (isReady(group) && isJournaled(group) && isPublished(group)) {
            tell(group);
        }
    }

    private boolean isReady(AppendGroup group) {
        try {
            group.number(builder, queue, nextId, clock.next());
            if (awaitRoom(group)) {
                return true;
            }
            refuse(group, State.CROWDED, "the archive does not keep up; try again later");
        } catch (Throwable fault) {
            group.unavailable("the server failed on these entries or on others beside them; its log says why", faults);
            faults.caught(Seam.APPENDER, "A group of appends broke before it was written", fault);
        }
        return false;
    }

    private boolean isJournaled(AppendGroup group) {
        try {
            long start = System.nanoTime();
            journal.append(group.blocks(), durability == Durability.FSYNC);
            forceOwed = durability == Durability.ASYNC;
            nextId = group.lastId() + 1;
            journalTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
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
        refuse(group, State.FAILED, reason);
    }

    private void refuse(AppendGroup group, State state, String reason) {
        availability.become(state, reason);
        group.unavailable(reason, faults);
    }

    private boolean awaitRoom(AppendGroup group) throws InterruptedException {
        long start = System.nanoTime();
        while (!tail.makeRoom(group.memoryBytes(), group.blocks().size(), archivedId.getAsLong())) {
            if (System.nanoTime() - start >= patience()) {
                return false;
            }
            forceIfDue();
            synchronized (roomMade) {
                roomMade.wait(10);
            }
        }
        return true;
    }

    /** Who comes after a refusal is not kept waiting for the same. */
    private long patience() {
        long patience = availability.is(State.TAKING) ? roomNanos : 0;
        return stopping ? Math.min(patience, LAST_ROOM_NANOS) : patience;
    }

    private boolean isPublished(AppendGroup group) {
        try {
            group.blocks().forEach(tail::add);
            return true;
        } catch (Throwable fault) {
            broken = true;
            availability.become(State.ENDED, BROKEN);
            group.unavailable(BROKEN + "; these entries may have been kept", faults);
            faults.caught(Seam.APPENDER, "A group is in the journal and could not be shown", fault);
            return false;
        }
    }

    private void tell(AppendGroup group) {
        availability.become(State.TAKING, "");
        try {
            onCommitted.accept(group.lastId());
        } catch (Throwable fault) {
            faults.caught(Seam.COMMIT, "Telling of a commit broke", fault);
        }
        group.appended(faults);
        entries.increment(group.count());
        bytes.increment((double) group.bytes());
        groups.increment();
    }

    private void forceIfDue() {
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

    private void probeIfDue(boolean idle) {
        if (availability.is(State.CROWDED)) {
            if (idle && hasRoom()) {
                availability.become(State.TAKING, "");
            }
        } else if (availability.is(State.FAILED) && System.nanoTime() - probedAt >= PROBE_NANOS) {
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

    private boolean hasRoom() {
        return tail.makeRoom(AppendGroup.BLOCK_BYTES, 1, archivedId.getAsLong());
    }
}
