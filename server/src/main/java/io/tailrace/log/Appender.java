package io.tailrace.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the log. It takes all that waits, numbers it, writes and forces it as one group, shows it to readers
 * and answers the requests. Others only queue; everything else happens on its own thread.
 */
final class Appender {

    /** How long what was answered in {@link Durability#ASYNC} may stay off the disk. */
    static final int ASYNC_FORCE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private static final long ASYNC_FORCE_NANOS = TimeUnit.MILLISECONDS.toNanos(ASYNC_FORCE_MILLIS);
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long stopping waits for the archive to make room. */
    private static final long LAST_ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String SHUTTING_DOWN = "the server is shutting down";

    private final Journal journal;
    private final HotTail tail;
    private final LongSupplier archivedId;
    private final Durability durability;
    private final InstantSource clock;
    private final long roomNanos;
    private final LongConsumer onCommitted;

    private final AppendQueue queue;
    private final Object roomMade = new Object();
    private final Thread thread = Thread.ofPlatform().name("appender").unstarted(this::run);
    private volatile boolean stopping;
    private volatile @Nullable String unavailable;

    private final Counter entries;
    private final Counter groups;
    private final Counter bytes;
    private final Timer journalTime;

    // The appender's thread.
    private final EntryBlock.Builder builder = new EntryBlock.Builder();
    private long nextId;
    private long lastCreatedAt;
    private boolean forceOwed;
    private long forcedAt = System.nanoTime();

    /**
     * The newest entry of a log.
     *
     * @param id its id, 0 if there is none
     * @param createdAt when it was appended, in microseconds
     */
    record Head(long id, long createdAt) {}

    /**
     * @param head what the first append follows
     * @param archivedId up to where the history holds the log
     * @param onCommitted told of the highest id of each group, once it is in the tail
     */
    Appender(
            Journal journal,
            HotTail tail,
            Head head,
            LongSupplier archivedId,
            Durability durability,
            LogLimits limits,
            InstantSource clock,
            MeterRegistry meters,
            LongConsumer onCommitted) {
        this.journal = journal;
        this.tail = tail;
        nextId = head.id + 1;
        lastCreatedAt = head.createdAt;
        this.archivedId = archivedId;
        this.durability = durability;
        this.roomNanos = TimeUnit.MILLISECONDS.toNanos(limits.roomMillis());
        queue = new AppendQueue(limits.appendQueueBytes());
        this.clock = clock;
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
        meters.gauge("tailrace.append.available", this, a -> a.unavailable == null ? 1 : 0);
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
        if (stopping) {
            return Optional.of(stopped());
        }
        return switch (queue.offer(new Append(drafts, answer))) {
            case QUEUED -> Optional.empty();
            case FULL -> Optional.of(new AppendResult.Full());
            case CLOSED -> Optional.of(stopped());
        };
    }

    private AppendResult stopped() {
        return new AppendResult.Unavailable(Objects.requireNonNullElse(unavailable, SHUTTING_DOWN));
    }

    /** Why nothing can be appended at present, if so. */
    Optional<String> unavailable() {
        return Optional.ofNullable(unavailable);
    }

    /** Says that the history holds more, so that the tail may evict. From any thread. */
    void archived() {
        synchronized (roomMade) {
            roomMade.notifyAll();
        }
    }

    /** Appends all that is queued, forces it and stops. From any thread but the appender's. */
    void stop() throws InterruptedException {
        stopping = true;
        queue.wakeUp();
        thread.join();
    }

    private void run() {
        try {
            while (!stopping || !queue.isEmpty()) {
                Append first = queue.poll(waitNanos());
                if (first != null) {
                    commitGroup(first);
                }
                forceIfDue();
                probeIfUnavailable(first == null);
            }
            if (forceOwed) {
                journal.force();
            }
        } catch (IOException failed) {
            LOG.error(
                    "Could not force the journal at shutdown; the newest entries may not survive a power failure",
                    failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("nobody interrupts the appender", interrupted);
        } catch (RuntimeException broken) {
            LOG.error("The appender broke; nothing can be appended until the server is started again", broken);
        } finally {
            end();
        }
    }

    /** Answers what is left, so that nobody waits for a thread that is gone. */
    private void end() {
        String reason = stopping ? SHUTTING_DOWN : "the server broke and must be started again; its log says why";
        unavailable = reason;
        stopping = true;
        queue.close();
        while (!queue.isEmpty()) {
            Append rest = queue.poll();
            if (rest != null) {
                rest.unavailable(reason);
            }
        }
    }

    private long waitNanos() {
        return forceOwed ? Math.max(0, forcedAt + ASYNC_FORCE_NANOS - System.nanoTime()) : PROBE_NANOS;
    }

    private void commitGroup(Append first) throws InterruptedException {
        lastCreatedAt = Math.max(lastCreatedAt, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        AppendGroup group = new AppendGroup(builder, first, queue, nextId, lastCreatedAt);
        if (!awaitRoom(group)) {
            refuse(group, "the archive does not keep up; try again later");
            return;
        }
        try {
            long start = System.nanoTime();
            journal.append(group.blocks(), durability == Durability.FSYNC);
            forceOwed = durability == Durability.ASYNC;
            journalTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        } catch (IOException failed) {
            refuse(group, "the journal cannot be written: " + failed.getMessage());
            return;
        }
        if (unavailable != null) {
            available();
        }
        publish(group);
        group.appended();
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
        long patience = unavailable == null ? roomNanos : 0;
        return stopping ? Math.min(patience, LAST_ROOM_NANOS) : patience;
    }

    private void publish(AppendGroup group) {
        group.blocks().forEach(tail::add);
        entries.increment(group.count());
        bytes.increment((double) group.bytes());
        groups.increment();
        nextId = group.lastId() + 1;
        onCommitted.accept(group.lastId());
    }

    private void refuse(AppendGroup group, String reason) {
        unavailable(reason);
        group.unavailable(reason);
    }

    private void unavailable(String reason) {
        if (unavailable == null) {
            LOG.error("Not accepting entries: {}", reason);
        }
        unavailable = reason;
    }

    private void available() {
        LOG.info("Accepting entries again");
        unavailable = null;
    }

    private void forceIfDue() {
        if (forceOwed && System.nanoTime() - forcedAt >= ASYNC_FORCE_NANOS) {
            try {
                journal.force();
                forceOwed = false;
                forcedAt = System.nanoTime();
            } catch (IOException failed) {
                unavailable("the journal cannot be forced: " + failed.getMessage());
            }
        }
    }

    private void probeIfUnavailable(boolean idle) {
        if (idle && unavailable != null && tail.makeRoom(AppendGroup.BLOCK_BYTES, 1, archivedId.getAsLong())) {
            try {
                journal.probe();
                available();
            } catch (IOException stillFailing) {
                LOG.debug("The journal still cannot be written", stillFailing);
            }
        }
    }
}
