package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.log.AppendResult;
import io.tailrace.log.Durability;
import io.tailrace.log.Entries;
import io.tailrace.log.EntrySink;
import io.tailrace.log.EventLog;
import io.tailrace.log.FileJournal;
import io.tailrace.log.HistoryException;
import io.tailrace.log.LogLimits;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.Await;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That what is appended reaches the archive, once, whatever the archive does. */
@Timeout(60)
final class ArchiverTest {

    private static final Filter ALL = new Filter.Everything();
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    @TempDir
    Path directory;

    /** A log, its archive and the archiver between them. */
    private static final class Archived implements AutoCloseable {

        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final FaultyArchive archive;
        private final EventLog log;
        private final Archiver archiver;

        Archived(Path directory, long hotTailBytes, long intervalMillis) throws IOException {
            this(directory, hotTailBytes, intervalMillis, () -> {});
        }

        /** @param noMemory what is done when memory has run out */
        Archived(Path directory, long hotTailBytes, long intervalMillis, Runnable noMemory) throws IOException {
            archive = new FaultyArchive(StoredEntries.open(directory.resolve("archive.duckdb"), directory));
            Faults faults = new Faults(meters, noMemory);
            log = new EventLog(
                    () -> "e1",
                    new FileJournal(directory.resolve("journal"), 256 << 10, false, () -> {}),
                    archive,
                    new LogLimits(hotTailBytes, 16 << 20),
                    Durability.ASYNC,
                    InstantSource.system(),
                    faults,
                    meters);
            Retention retention = new Retention(archive, RetentionLimits.NONE, InstantSource.system(), faults, meters);
            archiver = new Archiver(log, archive, retention, intervalMillis, faults, meters);
            archiver.start();
            log.start();
        }

        void append(Drafts drafts) {
            CompletableFuture<AppendResult> answer = new CompletableFuture<>();
            log.append(drafts, answer::complete).ifPresent(answer::complete);
            assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(AppendResult.Appended.class);
        }

        double counted(String meter) {
            return meters.counter(meter).count();
        }

        double fault(String seam) {
            return meters.get("tailrace.faults").tag("seam", seam).counter().count();
        }

        @Override
        public void close() throws IOException {
            try (archive;
                    archiver;
                    log) {
                // As the server does: no appends, then no archiving, then no reads.
            }
        }
    }

    /** An archive that fails to store as often as a test says, before or after it took effect. */
    private static final class FaultyArchive implements Archive {

        private final DuckDbArchive archive;
        private final AtomicInteger failuresBefore = new AtomicInteger();
        private final AtomicInteger failuresAfter = new AtomicInteger();
        private final AtomicReference<@Nullable Error> storeFault = new AtomicReference<>();
        private final AtomicReference<@Nullable Error> sizeFault = new AtomicReference<>();
        private final AtomicInteger stores = new AtomicInteger();

        FaultyArchive(DuckDbArchive archive) {
            this.archive = archive;
        }

        @Override
        public void store(List<EntryBlock> blocks, long upTo) {
            breakOnce(storeFault);
            failOnce(failuresBefore);
            archive.store(blocks, upTo);
            stores.incrementAndGet();
            failOnce(failuresAfter);
        }

        private static void breakOnce(AtomicReference<@Nullable Error> fault) {
            Error thrown = fault.getAndSet(null);
            if (thrown != null) {
                throw thrown;
            }
        }

        private static void failOnce(AtomicInteger failures) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new HistoryException("the disk is full", new IOException("No space left on device"));
            }
        }

        @Override
        public OptionalLong lastCreatedBefore(long micros) {
            return archive.lastCreatedBefore(micros);
        }

        @Override
        public void remove(long upTo) {
            archive.remove(upTo);
        }

        @Override
        public ArchiveSize size() {
            breakOnce(sizeFault);
            return archive.size();
        }

        @Override
        public void checkpoint() {
            archive.checkpoint();
        }

        @Override
        public long firstId() {
            return archive.firstId();
        }

        @Override
        public long lastId() {
            return archive.lastId();
        }

        @Override
        public OptionalLong lastCreatedAt() {
            return archive.lastCreatedAt();
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
            return archive.read(filter, after, upTo, maxEntries, maxBytes, sink, running);
        }

        @Override
        public long count(Filter filter, long after, long upTo, RunningQuery running) {
            return archive.count(filter, after, upTo, running);
        }

        @Override
        public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
            return archive.nthNewest(filter, after, upTo, n, running);
        }

        @Override
        public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
            return archive.firstCreatedSince(micros, running);
        }

        @Override
        public boolean hasFailed() {
            return archive.hasFailed();
        }

        @Override
        public void reopen() {
            archive.reopen();
        }

        @Override
        public void close() throws IOException {
            archive.close();
        }
    }

    @Test
    void everyEntryIsInTheArchiveOnceThoughTheTailIsSmallAndTheArchiveFails() throws Exception {
        try (Archived archived = new Archived(directory, 256 << 10, 5)) {
            for (int i = 0; i < 300; i++) {
                archived.archive.failuresBefore.compareAndSet(0, i == 100 ? 1 : 0);
                archived.archive.failuresAfter.compareAndSet(0, i == 200 ? 1 : 0);
                archived.append(Entries.filling(1 + i % 20, 200));
            }
            long last = archived.log.committed();
            Await.until("archived", () -> archived.archive.lastId() == last);
            Await.until("both failures counted", () -> archived.counted("tailrace.archive.failures") == 2);
            assertThat(archived.log.tail().firstId()).isGreaterThan(1);
            assertHoldsOnce(archived.archive, last);
        }
    }

    @Test
    void whateverAStepThrowsIsCountedAndTheArchiverGoesOn() throws Exception {
        try (Archived archived = new Archived(directory, 16 << 20, 20);
                MutedLog _ = MutedLog.of(Archiver.class);
                MutedLog _ = MutedLog.of(Retention.class);
                MutedLog _ = MutedLog.of(Faults.class)) {
            archived.archive.storeFault.set(new StackOverflowError("a test's"));
            archived.archive.sizeFault.set(new AssertionError("a test's"));
            archived.append(Entries.messages("a"));
            Await.until("archived", () -> archived.archive.lastId() == 1);
            assertThat(archived.fault("archiver")).isEqualTo(1);
            Await.until("retention failed too", () -> archived.fault("retention") == 1);
            archived.append(Entries.messages("b"));
            Await.until("archived", () -> archived.archive.lastId() == 2);
            assertThat(archived.archiver.fault()).isEmpty();
        }
    }

    @Test
    void whoAsksWhetherAllIsWellIsToldThatTheArchiverHasEnded() throws Exception {
        Runnable noMemory = () -> {
            throw new IllegalStateException("what a test ends the process with");
        };
        try (Archived archived = new Archived(directory, 16 << 20, 1, noMemory);
                MutedLog _ = MutedLog.of(Faults.class)) {
            assertThat(archived.archiver.fault()).isEmpty();
            archived.archive.storeFault.set(new OutOfMemoryError("a test's"));
            archived.append(Entries.messages("a"));

            Await.until("told", () -> archived.archiver.fault().isPresent());
            assertThat(archived.archiver.fault())
                    .hasValueSatisfying(why -> assertThat(why).contains("archiver has ended"));
        }
    }

    @Test
    void aTailThatFillsUpDoesNotWaitForTheInterval() throws Exception {
        try (Archived archived = new Archived(directory, 256 << 10, HOUR)) {
            for (int i = 0; i < 100; i++) {
                archived.append(Entries.filling(10, 1000));
            }
            assertThat(archived.archive.lastId()).isPositive();
        }
    }

    @Test
    void aQuietLogIsArchivedOnceTheIntervalIsOver() throws Exception {
        try (Archived archived = new Archived(directory, 16 << 20, 20)) {
            archived.append(Entries.messages("a"));
            Await.until("archived", () -> archived.archive.lastId() == 1);
        }
    }

    @Test
    void stoppingArchivesWhatIsLeft() throws Exception {
        try (Archived archived = new Archived(directory, 16 << 20, HOUR)) {
            archived.append(Entries.filling(100, 100));
            assertThat(archived.archive.lastId()).isZero();
        }
        try (DuckDbArchive archive = StoredEntries.open(directory.resolve("archive.duckdb"), directory)) {
            assertHoldsOnce(archive, 100);
        }
    }

    @Test
    void whatCouldNotBeArchivedAtTheEndIsArchivedAfterTheNextStart() throws Exception {
        try (Archived archived = new Archived(directory, 16 << 20, HOUR)) {
            archived.append(Entries.filling(100, 100));
            archived.archive.failuresBefore.set(1000);
        }
        try (Archived archived = new Archived(directory, 16 << 20, 20)) {
            assertThat(archived.log.committed()).isEqualTo(100);
            Await.until("archived", () -> archived.archive.lastId() == 100);
            assertHoldsOnce(archived.archive, 100);
        }
    }

    @Test
    void theJournalIsReleasedAsTheArchiveFills() throws Exception {
        try (Archived archived = new Archived(directory, 4 << 20, 20)) {
            for (int i = 0; i < 20; i++) {
                archived.append(Entries.filling(100, 1000));
            }
            Await.until("archived", () -> archived.archive.lastId() == 2000);
            Await.until(
                    "released",
                    () -> archived.meters.get("tailrace.journal.bytes").gauge().value() < 600_000);
        }
    }

    private static void assertHoldsOnce(Archive archive, long last) {
        List<Long> ids = new ArrayList<>();
        archive.read(
                ALL,
                0,
                last + 1000,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                (id, _, _, _) -> ids.add(id),
                new RunningQuery());
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }
}
