package io.tailrace.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.log.Availability.State;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The one writer of the log. It takes all that waits, numbers it, writes and forces it as one group, shows it to readers
 * and answers the requests. Others only queue; everything else happens on its own thread.
 *
 * <p>Whatever breaks fails the group in hand and is reported; the next group is taken. Only a group that the journal holds and
 * the tail could not be given ends it, as nothing can follow that: the next start reads it from the journal.
 */
final class Appender {

    /** How long stopping waits for the archive to make room. */
    private static final long LAST_ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String SHUTTING_DOWN = "the server is shutting down";
    private static final String BROKEN = "the server broke and must be started again; its log says why";
    private static final String UNCERTAIN = BROKEN + "; these entries may have been kept";

    private final HotTail tail;
    private final LongSupplier archivedId;
    private final AppendClock clock;
    private final long roomNanos;
    private final LongConsumer onCommitted;

    private final AppendQueue queue;
    private final Object roomMade = new Object();
    private final Thread thread = Thread.ofPlatform().name("appender").unstarted(this::run);
    private volatile boolean stopping;
    private final Availability availability;
    private final Faults faults;
    private final AppendMeters appendMeters;

    // The appender's thread.
    private final JournalWriter writer;
    private final EntryBlock.Builder builder = new EntryBlock.Builder();
    private long nextId;
    private boolean broken;

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
        this.tail = tail;
        nextId = head + 1;
        this.archivedId = archivedId;
        this.roomNanos = TimeUnit.MILLISECONDS.toNanos(limits.roomMillis());
        queue = new AppendQueue(limits.appendQueueBytes());
        this.clock = clock;
        this.faults = faults;
        availability = new Availability(meters);
        this.onCommitted = onCommitted;
        appendMeters = new AppendMeters(meters, queue, limits);
        writer = new JournalWriter(journal, durability, availability, faults);
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
            writer.end();
        } finally {
            end();
        }
    }

    private void turn() {
        try {
            Append first = queue.poll(writer.waitNanos());
            if (first != null) {
                AppendGroup group = new AppendGroup(first);
                try {
                    commit(group);
                } finally {
                    // Whoever has an answer gets no other: this is for a fault that ended even what contains faults.
                    group.unavailable(UNCERTAIN, faults);
                }
            }
            writer.forceIfDue();
            writer.probeIfDue();
            if (first == null) {
                lookForRoom();
            }
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

    private void commit(AppendGroup group) {
        Optional<String> refusal = availability.refusal();
        if (refusal.isPresent()) {
            group.unavailable(refusal.get(), faults);
        } else if (isReady(group)) {
            long start = System.nanoTime();
            if (writer.isWritten(group)) {
                nextId = group.lastId() + 1;
                long journalNanos = System.nanoTime() - start;
                if (isPublished(group)) {
                    tell(group);
                    appendMeters.appended(group, journalNanos);
                }
            }
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
            writer.forceIfDue();
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
            group.unavailable(UNCERTAIN, faults);
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
    }

    private void lookForRoom() {
        if (availability.is(State.CROWDED) && hasRoom()) {
            availability.become(State.TAKING, "");
        }
    }

    private boolean hasRoom() {
        return tail.makeRoom(AppendGroup.BLOCK_BYTES, 1, archivedId.getAsLong());
    }
}
