package io.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.entry.Drafts;
import io.tailrace.entry.Level;
import io.tailrace.filter.Filter;
import io.tailrace.log.AppendResult.Appended;
import io.tailrace.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the tail and the history together are always the whole log. */
@Timeout(60)
final class EventLogTest {

    private static final Filter ALL = new Filter.Everything();

    /** A tail of a few blocks, and little patience for an archive that does not come. */
    private static final LogLimits SMALL = new LogLimits(64 << 10, 1 << 20, 50);

    @TempDir
    Path directory;

    @Test
    void anArchiveThatStoppedEndsInRefusalAndNeverInLoss() throws IOException {
        try (TestLog log = TestLog.open(directory, SMALL)) {
            long last = 0;
            AppendResult result = log.appendAndWait(Entries.filling(5, 1000));
            while (result instanceof Appended appended) {
                last = appended.lastId();
                result = log.appendAndWait(Entries.filling(5, 1000));
            }
            assertThat(result).isEqualTo(new AppendResult.Unavailable("the archive does not keep up; try again later"));
            assertThat(log.log().unavailable()).isPresent();
            assertThat(log.log().tail().firstId()).isEqualTo(1);
            assertThat(log.everything()).hasSize((int) last);

            log.archive(last);
            Await.until("available", () -> log.log().unavailable().isEmpty());
            assertThat(log.appended(Entries.filling(50, 1000)).firstId()).isEqualTo(last + 1);
            assertThat(log.everything()).hasSize((int) last + 50);
        }
    }

    @Test
    void whoComesAfterARefusalForWantOfRoomIsNotKeptWaitingForTheSame() throws IOException {
        long patience = 300;
        try (TestLog log = TestLog.open(directory, new LogLimits(64 << 10, 1 << 20, patience))) {
            while (log.appendAndWait(Entries.filling(5, 1000)) instanceof Appended) {
                assertThat(log.log().committed()).isLessThan(1000);
            }
            int refusals = 20;
            long start = System.nanoTime();
            for (int i = 0; i < refusals; i++) {
                assertThat(log.appendAndWait(Entries.filling(5, 1000))).isInstanceOf(AppendResult.Unavailable.class);
            }
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(refusals * patience / 2));
        }
    }

    @Test
    void everyReaderSeesTheWholeLogWhileASmallTailChurns() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (TestLog log = TestLog.open(directory, new LogLimits(64 << 10, 1 << 20, 20_000));
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> archiver = threads.submit(() -> {
                while (!done.get()) {
                    long committed = log.log().committed();
                    log.archive(Math.max(
                            log.history.lastId(),
                            committed - ThreadLocalRandom.current().nextInt(20)));
                    Thread.onSpinWait();
                }
            });
            Future<?> reader = threads.submit(() -> readFromTheFirst(log.log(), done));
            Future<?> counter = threads.submit(() -> countAndFind(log.log(), done));
            try {
                long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
                while (System.nanoTime() < deadline || log.log().tail().firstId() == 1) {
                    log.appended(Entries.filling(1 + ThreadLocalRandom.current().nextInt(9), 200));
                }
            } finally {
                done.set(true);
            }
            archiver.get();
            reader.get();
            counter.get();
            assertThat(log.everything()).hasSize((int) log.log().committed());
        }
    }

    private static void readFromTheFirst(EventLog log, AtomicBoolean done) {
        while (!done.get()) {
            TestLog.Reader reader = new TestLog.Reader(log);
            long[] seen = {0};
            long upTo = log.committed();
            while (reader.position() < upTo) {
                reader.readUpTo(upTo, (id, bytes, start, end) -> {
                    assertThat(id).isEqualTo(++seen[0]);
                    assertThat(new String(bytes, start, Math.min(30, end - start), UTF_8))
                            .startsWith("{\"id\":" + id + ",");
                });
            }
            assertThat(seen[0]).isEqualTo(upTo);
        }
    }

    private static void countAndFind(EventLog log, AtomicBoolean done) {
        while (!done.get()) {
            long upTo = log.committed();
            long after = Math.max(0, upTo - 300);
            assertThat(LookUps.count(log, ALL, after, upTo)).isEqualTo(upTo - after);
            for (long n = 1; n <= upTo - after; n += 17) {
                assertThat(LookUps.nthNewest(log, ALL, after, upTo, n)).hasValue(upTo - n + 1);
            }
        }
    }

    @Test
    void countsAndFindsAcrossTheTailAndTheHistory() throws IOException {
        Filter error = new Filter.LevelIn(Set.of(Level.ERROR));
        try (TestLog log = TestLog.open(directory, new LogLimits(16 << 10, 1 << 20, 5000))) {
            for (int i = 1; i <= 100; i++) {
                log.appended(Entries.drafts(
                        List.of(Entries.withMessage("m".repeat(200)).replace("info", i % 10 == 0 ? "error" : "info"))));
                log.archive(i);
            }
            assertThat(log.log().tail().firstId()).isBetween(2L, 99L);
            assertThat(log.log().firstId()).isEqualTo(1);
            assertThat(LookUps.count(log.log(), error, 0, 100)).isEqualTo(10);
            assertThat(LookUps.count(log.log(), error, 10, 99)).isEqualTo(8);
            assertThat(LookUps.nthNewest(log.log(), error, 0, 100, 1)).hasValue(100);
            assertThat(LookUps.nthNewest(log.log(), error, 0, 100, 9)).hasValue(20);
            assertThat(LookUps.nthNewest(log.log(), error, 0, 99, 1)).hasValue(90);
            assertThat(LookUps.nthNewest(log.log(), error, 15, 100, 50)).hasValue(20);
            assertThat(LookUps.nthNewest(log.log(), error, 0, 9, 1)).isEqualTo(OptionalLong.empty());
            assertThat(LookUps.nthNewest(log.log(), error, 95, 99, 3)).isEqualTo(OptionalLong.empty());
        }
    }

    @Test
    void whatWasArchivedIsNotReplayedAndTheRestIs() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            for (int i = 0; i < 10; i++) {
                log.appended(Entries.filling(10, 100));
            }
            log.archive(55);
            log.restart();

            assertThat(log.log().committed()).isEqualTo(100);
            assertThat(log.log().tail().firstId()).isEqualTo(56);
            assertThat(log.everything()).hasSize(100);
            assertThat(log.appended(Entries.messages("next")).firstId()).isEqualTo(101);
        }
    }

    @Test
    void aLogThatFilledItsTailStartsAgainThoughTheArchiveHadHalfOfALargeRecord() throws IOException {
        try (TestLog log = TestLog.open(directory, new LogLimits(1 << 20, 4 << 20, 50))) {
            Appended large = log.appended(Entries.filling(900, 1000));
            log.archive(large.lastId() - 10);
            while (log.appendAndWait(Entries.filling(50, 1000)) instanceof Appended) {
                assertThat(log.log().committed()).isLessThan(5000);
            }
            long last = log.log().committed();

            log.restart();

            assertThat(log.log().committed()).isEqualTo(last);
            assertThat(log.everything()).hasSize((int) last);
        }
    }

    @Test
    void aTailThatIsTooSmallForTheJournalStopsTheStartWithAdvice() throws IOException {
        try (TestLog log = TestLog.open(directory)) {
            log.appended(Entries.filling(100, 1000));
            log.appended(Entries.filling(100, 1000));
        }
        assertThatThrownBy(() -> TestLog.open(directory, SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--hot-tail-bytes");
    }

    @Test
    void theFirstEntrySinceATimeIsFoundInTheTailAndInTheHistory() throws IOException {
        AtomicLong second = new AtomicLong(-2); // It is read twice when the log is opened.
        Drafts drafts = Entries.messages("a", "b");
        try (TestLog log = TestLog.open(directory, () -> Instant.ofEpochSecond(second.incrementAndGet()))) {
            for (int i = 0; i < 10; i++) {
                log.appended(drafts);
            }
            assertThat(log.log().firstCreatedSince(micros(0), new RunningQuery()))
                    .isEqualTo(1);
            assertThat(log.log().firstCreatedSince(micros(5), new RunningQuery()))
                    .isEqualTo(9);
            assertThat(log.log().firstCreatedSince(micros(5) + 1, new RunningQuery()))
                    .isEqualTo(11);
            assertThat(log.log().firstCreatedSince(micros(11), new RunningQuery()))
                    .isEqualTo(21);
            log.archive(14);
            log.restart();
            assertThat(log.log().tail().firstId()).isEqualTo(15);
            assertThat(log.log().firstCreatedSince(micros(0), new RunningQuery()))
                    .isEqualTo(1);
            assertThat(log.log().firstCreatedSince(micros(5), new RunningQuery()))
                    .isEqualTo(9);
            assertThat(log.log().firstCreatedSince(micros(8), new RunningQuery()))
                    .isEqualTo(15);
            assertThat(log.log().firstCreatedSince(micros(11), new RunningQuery()))
                    .isEqualTo(21);
        }
    }

    private static long micros(long second) {
        return second * 1_000_000;
    }
}
