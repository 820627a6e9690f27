package io.tailrace.bench.micro;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.log.AppendResult;
import io.tailrace.log.Durability;
import io.tailrace.log.EntrySink;
import io.tailrace.log.EventLog;
import io.tailrace.log.History;
import io.tailrace.log.Journal;
import io.tailrace.log.LogLimits;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A log that keeps nothing but its hot tail: what is left of an append when the disk costs nothing. */
final class MemoryLog {

    private static final long QUEUE_BYTES = 64 << 20;

    private MemoryLog() {}

    /** Opens one that appends. */
    static EventLog open(long hotTailBytes) {
        Forgetful store = new Forgetful();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try {
            EventLog log = new EventLog(
                    () -> "bench",
                    store,
                    store,
                    new LogLimits(hotTailBytes, QUEUE_BYTES),
                    Durability.ASYNC,
                    InstantSource.system(),
                    Faults.ofProcess(meters),
                    meters);
            log.start();
            return log;
        } catch (IOException impossible) {
            throw new UncheckedIOException("a journal in memory failed", impossible);
        }
    }

    /** Appends, and waits for the answer. */
    static void append(EventLog log, Drafts drafts) {
        CompletableFuture<AppendResult> answer = new CompletableFuture<>();
        log.append(drafts, answer::complete).ifPresent(answer::complete);
        if (!(answer.join() instanceof AppendResult.Appended)) {
            throw new IllegalStateException("The log refused an append: " + answer.join());
        }
    }

    /** A journal that writes nothing, and a history that claims to hold everything, so that the tail may evict. */
    private static final class Forgetful implements Journal, History {

        private final AtomicLong newest = new AtomicLong();

        @Override
        public void replay(long afterId, Consumer<EntryBlock> blocks) {}

        @Override
        public void append(List<EntryBlock> group, boolean force) {
            newest.set(group.getFirst().firstId() - 1);
        }

        @Override
        public void force() {}

        @Override
        public void probe(long bytes) {}

        @Override
        public void release(long id) {}

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public long firstId() {
            return 1;
        }

        @Override
        public long lastId() {
            return newest.get();
        }

        @Override
        public OptionalLong lastCreatedAt() {
            return OptionalLong.empty();
        }

        @Override
        public long read(
                Filter filter,
                long after,
                long upTo,
                int maxEntries,
                long maxBytes,
                EntrySink sink,
                RunningQuery running) {
            return upTo;
        }

        @Override
        public long count(Filter filter, long after, long upTo, RunningQuery running) {
            return 0;
        }

        @Override
        public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
            return Newest.NONE;
        }

        @Override
        public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
            return OptionalLong.empty();
        }
    }
}
