package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.log.Entries;
import io.tailrace.log.EventLog;
import io.tailrace.log.LogLimits;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.Await;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That batches are stored and old entries removed though every connection for readers is held inside a statement. */
@Timeout(60)
final class ReadersNeverStopWritersTest {

    private static final Filter ALL = new Filter.Everything();
    private static final int STORED = 5000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults(meters, () -> {});
    private final AtomicInteger held = new AtomicInteger();

    @TempDir
    private Path directory = Path.of("");

    /** Holds the connection that it reads with until it is stopped. */
    private void hold(DuckDbArchive archive, RunningQuery running) {
        archive.read(
                ALL,
                0,
                STORED,
                STORED,
                Long.MAX_VALUE,
                (id, _, _, _) -> {
                    if (id == 1) {
                        held.incrementAndGet();
                        Await.until("it is stopped", () -> running.stopped() != null);
                    }
                    running.check();
                },
                running);
    }

    @Test
    void theArchiverGoesOnThoughAllReadersAreHeldAndAHundredLookUpsWait() throws Exception {
        try (StoredEntries stored = StoredEntries.in(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService holders = Executors.newCachedThreadPool()) {
            DuckDbArchive archive = stored.archive();
            stored.store(1, Entries.filling(STORED, 10));
            List<RunningQuery> asked = new ArrayList<>();
            List<CompletableFuture<?>> readers = new ArrayList<>();
            for (int i = 0; i < StoredEntries.READERS; i++) {
                RunningQuery running = new RunningQuery();
                asked.add(running);
                readers.add(CompletableFuture.runAsync(() -> hold(archive, running), holders));
            }
            Await.until("all connections are held", () -> held.get() == StoredEntries.READERS);
            for (int i = 0; i < 100; i++) {
                RunningQuery running = new RunningQuery();
                asked.add(running);
                readers.add(CompletableFuture.runAsync(() -> archive.nthNewest(ALL, 0, STORED, 10, running), threads));
            }

            EventLog log = StoredEntries.log(directory, archive, new LogLimits(16 << 20, 16 << 20), faults, meters);
            RetentionLimits limits = new RetentionLimits(1_000_000, Long.MAX_VALUE, true);
            Retention retention = new Retention(archive, limits, InstantSource.system(), faults, meters);
            Archiver archiver = new Archiver(log, archive, retention, 10, faults, meters);
            try (archiver;
                    log) {
                archiver.start();
                log.start();
                for (int batch = 1; batch <= 20; batch++) {
                    CompletableFuture<Object> answer = new CompletableFuture<>();
                    log.append(Entries.filling(100, 10), answer::complete).ifPresent(answer::complete);
                    answer.join();
                    long last = STORED + 100L * batch;
                    Await.until("it is archived", () -> archive.lastId() >= last);
                }
                Await.until("what is old is removed", () -> archive.firstId() > STORED);
                assertThat(readers).noneMatch(CompletableFuture::isDone);
            }
            archive.checkpoint();
            assertThat(readers).noneMatch(CompletableFuture::isDone);

            // And each of them ends when its client goes, whether it held a connection or waited for one.
            asked.forEach(running -> running.stop(QueryStopped.Why.CLIENT_GONE));
            for (CompletableFuture<?> reader : readers) {
                assertThatThrownBy(reader::join).hasCauseInstanceOf(QueryStopped.class);
            }
        }
    }

    @Test
    void theReportWaitsForNoReader() throws Exception {
        try (StoredEntries stored = StoredEntries.in(directory);
                ExecutorService holders = Executors.newCachedThreadPool()) {
            DuckDbArchive archive = stored.archive();
            stored.store(1, Entries.filling(STORED, 10));
            List<RunningQuery> asked = IntStream.range(0, StoredEntries.READERS)
                    .mapToObj(_ -> new RunningQuery())
                    .toList();
            List<CompletableFuture<Void>> readers = asked.stream()
                    .map(running -> CompletableFuture.runAsync(() -> hold(archive, running), holders))
                    .toList();
            Await.until("all connections are held", () -> held.get() == StoredEntries.READERS);
            EventLog log = StoredEntries.log(directory, archive, new LogLimits(1 << 20, 1 << 20), faults, meters);
            Retention retention = new Retention(archive, RetentionLimits.NONE, InstantSource.system(), faults, meters);
            ArchiveReport report = new ArchiveReports(log, archive, retention, 1).look(new RunningQuery());
            assertThat(report.entries()).isEqualTo(STORED);
            assertThat(report.span()).isPresent();
            asked.forEach(running -> running.stop(QueryStopped.Why.CLIENT_GONE));
            readers.forEach(reader -> assertThatThrownBy(reader::join).hasCauseInstanceOf(QueryStopped.class));
        }
    }
}
