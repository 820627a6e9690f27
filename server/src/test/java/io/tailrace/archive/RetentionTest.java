package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.log.Entries;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That only the oldest entries go, and no more of them than the limits ask for. */
@Timeout(60)
final class RetentionTest {

    private static final Filter ALL = new Filter.Everything();
    private static final long SECOND = TimeUnit.SECONDS.toMicros(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults(meters, () -> {});
    private Instant now = Instant.ofEpochSecond(1000);
    private long nanos;

    @TempDir
    private Path directory = Path.of("");

    private StoredEntries stored;

    @BeforeEach
    void open() throws IOException {
        stored = StoredEntries.in(directory);
    }

    @AfterEach
    void close() throws IOException {
        stored.close();
    }

    private Retention retention(long ageSeconds, long bytes) {
        InstantSource clock = () -> now;
        return new Retention(
                stored.archive(),
                new RetentionLimits(TimeUnit.SECONDS.toMicros(ageSeconds), bytes),
                clock,
                faults,
                meters);
    }

    private void run(Retention retention) {
        while (retention.step()) {
            // Until nothing more is due.
        }
    }

    private void storeAt(long second, int count) throws IOException {
        stored.store(second * SECOND, Entries.filling(count, 20));
    }

    private void assertKept(long first, long last) {
        assertThat(stored.archive().firstId()).isEqualTo(first);
        assertThat(stored.archive().lastId()).isEqualTo(last);
        assertThat(stored.archived(ALL, 0, Long.MAX_VALUE))
                .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    }

    @Test
    void whatIsOlderThanTheAgeGoesAndNothingElse() throws IOException {
        storeAt(900, 10);
        storeAt(989, 10);
        storeAt(990, 10);
        storeAt(1000, 10);
        run(retention(10, Long.MAX_VALUE));
        assertKept(21, 40);
        assertThat(meters.counter("tailrace.retention.removed.entries").count()).isEqualTo(20);
        assertThat(meters.get("tailrace.retention.last.run.seconds").gauge().value())
                .isEqualTo(1000);
    }

    @Test
    void asTimePassesMoreGoes() throws IOException {
        storeAt(1000, 10);
        storeAt(1005, 10);
        Retention retention = retention(10, Long.MAX_VALUE);
        run(retention);
        assertKept(1, 20);
        now = Instant.ofEpochSecond(1012);
        run(retention);
        assertKept(11, 20);
    }

    @Test
    void idsGoOnWhereTheyWereThoughEveryEntryWasRemoved() throws IOException {
        storeAt(900, 10);
        run(retention(10, Long.MAX_VALUE));
        assertKept(11, 10);
        stored.close();
        stored = StoredEntries.in(directory);
        assertKept(11, 10);
        assertThat(stored.archive().lastCreatedAt()).hasValue(900 * SECOND);
        storeAt(1000, 5);
        assertKept(11, 15);
        stored.close();
        stored = StoredEntries.in(directory);
        assertKept(11, 15);
    }

    @Test
    void withoutLimitsNothingGoes() throws IOException {
        storeAt(0, 10);
        assertThat(new Retention(stored.archive(), RetentionLimits.NONE, () -> now, faults, meters).step())
                .isFalse();
        assertKept(1, 10);
    }

    @Test
    void anArchiveThatIsTooLargeIsCutToItsLimitAndNotFurther() throws IOException {
        Random random = new Random(1);
        for (int batch = 0; batch < 20; batch++) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                entries.add(Entries.withMessage(Long.toHexString(random.nextLong()) + random.nextLong()));
            }
            stored.store(batch * SECOND, entries);
        }
        DuckDbArchive archive = stored.archive();
        archive.checkpoint();
        long whole = archive.size().usedBytes();
        long limit = whole / 3;
        Retention retention = retention(TimeUnit.DAYS.toSeconds(1), limit);
        for (long before = 0; archive.firstId() > before; run(retention)) {
            before = archive.firstId();
        }
        long kept = archive.lastId() - archive.firstId() + 1;
        assertThat(kept).isBetween(30_000L, 68_000L);
        assertThat(archive.size().bytesOf(kept)).isLessThanOrEqualTo((double) limit);
        assertThat(archive.size().usedBytes()).isLessThan(whole);
        assertKept(archive.firstId(), 200_000);
    }

    @Test
    void aReadUnderWayIsNotDisturbedWhenWhatItReadsIsRemoved() throws IOException {
        storeAt(900, 5000);
        List<Long> ids = new ArrayList<>();
        stored.archive()
                .read(
                        ALL,
                        0,
                        5000,
                        10_000,
                        Long.MAX_VALUE,
                        (id, _, _, _) -> {
                            if (id == 1) {
                                run(retention(10, Long.MAX_VALUE));
                                stored.archive().checkpoint();
                            }
                            ids.add(id);
                        },
                        new RunningQuery());
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
        assertKept(5001, 5000);
    }

    @Test
    void aFailureIsCountedAndNothingIsRemoved() throws IOException {
        storeAt(900, 10);
        Retention retention = retention(10, Long.MAX_VALUE);
        stored.close();
        try (MutedLog _ = MutedLog.of(Retention.class)) {
            assertThat(retention.step()).isFalse();
            assertThat(retention.step()).isFalse();
        }
        assertThat(meters.counter("tailrace.retention.failures").count()).isEqualTo(2);
        stored = StoredEntries.in(directory);
        assertKept(1, 10);
    }

    private Retention retention(RetentionLimits limits) {
        return new Retention(stored.archive(), limits, () -> now, () -> nanos, faults, meters);
    }

    private void passes(long seconds) {
        now = now.plusSeconds(seconds);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private double heldBack() {
        return meters.get("tailrace.retention.held.back.entries").gauge().value();
    }

    @Test
    void aClockThatJumpsAheadForAWhileRemovesNothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            storeAt(990 + i, 10);
        }
        try (MutedLog _ = MutedLog.of(AgeLimit.class)) {
            Retention retention = retention(new RetentionLimits(TimeUnit.DAYS.toMicros(30), Long.MAX_VALUE));
            run(retention);
            now = now.plusSeconds(TimeUnit.DAYS.toSeconds(4000));
            passes(1800);
            run(retention);
            assertKept(1, 100);
            assertThat(heldBack()).isEqualTo(100);

            now = now.minusSeconds(TimeUnit.DAYS.toSeconds(4000));
            run(retention);
            assertKept(1, 100);
            assertThat(heldBack()).isZero();
        }
    }

    @Test
    void aClockThatStaysAheadRemovesAShareEachHourAndIsBelievedAfterADay() throws IOException {
        for (int i = 0; i < 10; i++) {
            storeAt(990 + i, 10);
        }
        try (MutedLog _ = MutedLog.of(AgeLimit.class)) {
            Retention retention = retention(new RetentionLimits(TimeUnit.DAYS.toMicros(30), Long.MAX_VALUE));
            now = now.plusSeconds(TimeUnit.DAYS.toSeconds(40));
            run(retention);
            assertKept(1, 100);
            passes(3600);
            run(retention);
            run(retention);
            assertKept(21, 100);
            passes(3600);
            run(retention);
            assertKept(37, 100);
            passes(TimeUnit.DAYS.toSeconds(1));
            run(retention);
            assertKept(101, 100);
        }
    }

    @Test
    void whatIsTooOldWithoutTheJumpGoesAsBefore() throws IOException {
        storeAt(900, 10);
        storeAt(1000, 10);
        try (MutedLog _ = MutedLog.of(AgeLimit.class)) {
            Retention retention = retention(new RetentionLimits(TimeUnit.SECONDS.toMicros(50), Long.MAX_VALUE));
            now = now.plusSeconds(TimeUnit.DAYS.toSeconds(40));
            run(retention);
            assertKept(11, 20);
        }
    }

    @Test
    void afterALongStopTheOperatorMaySayThatTheClockIsRight() throws IOException {
        storeAt(900, 10);
        now = now.plusSeconds(TimeUnit.DAYS.toSeconds(40));
        try (MutedLog _ = MutedLog.of(AgeLimit.class)) {
            run(retention(new RetentionLimits(TimeUnit.DAYS.toMicros(30), Long.MAX_VALUE)));
            assertKept(1, 10);
        }
        run(retention(new RetentionLimits(TimeUnit.DAYS.toMicros(30), Long.MAX_VALUE, true)));
        assertKept(11, 10);
    }
}
