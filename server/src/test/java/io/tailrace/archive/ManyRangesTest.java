package io.tailrace.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.Level;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.CountLookUp;
import io.tailrace.log.Entries;
import io.tailrace.log.EventLog;
import io.tailrace.log.History;
import io.tailrace.log.LogLimits;
import io.tailrace.log.NewestLookUp;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That answers put together from many ranges are those of the whole, with and without helpers that work ahead. Entry n is of
 * the service {@code s0} to {@code s9} by its last digit, and an error each 1000 entries.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class ManyRangesTest {

    /** Three ranges and a piece. */
    private static final int COUNT = (int) (3 * History.RANGE_IDS + 100_000);

    private static final int BLOCK = 10_000;
    private static final Filter ALL = new Filter.Everything();

    private Path directory = Path.of("");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults(meters, () -> {});
    private DuckDbArchive archive;
    private EventLog log;
    private Archiver archiver;

    @BeforeAll
    void store(@TempDir Path forAll) throws IOException {
        directory = forAll;
        archive = StoredEntries.open(directory.resolve("archive.duckdb"), directory.resolve("tmp"));
        // Each block begins at a multiple of ten, so that all blocks have the same drafts.
        Drafts drafts = Entries.drafts(
                IntStream.rangeClosed(1, BLOCK).mapToObj(ManyRangesTest::entry).toList());
        List<EntryBlock> blocks = new ArrayList<>();
        for (long first = 1; first <= COUNT; first += BLOCK) {
            blocks.add(Entries.block(first, first, drafts));
            if (blocks.size() == 20 || first + BLOCK > COUNT) {
                archive.store(blocks, Math.min(COUNT, blocks.getLast().lastId()));
                blocks.clear();
            }
        }
        log = StoredEntries.log(directory, archive, new LogLimits(1 << 20, 1 << 20), faults, meters);
        Retention retention = new Retention(archive, RetentionLimits.NONE, InstantSource.system(), faults, meters);
        archiver = new Archiver(log, archive, retention, 1000, faults, meters);
    }

    @AfterAll
    void close() throws IOException {
        archive.close();
    }

    private static String entry(int n) {
        return "{\"service\":\"s%d\",\"level\":\"%s\",\"message\":\"m\",\"timestamp\":%d}"
                .formatted(n % 10, n % 1000 == 0 ? "error" : "info", 1_800_000_000 + n);
    }

    private static Filter filter(String key, String value) throws FilterException {
        return FilterKeys.of(Map.of(key, List.of(value))).filter();
    }

    private LogQueries queries(int threads) {
        ArchiveOptions options =
                new ArchiveOptions(256L << 20, 1L << 30, threads, 1L << 30, 1000, RetentionLimits.NONE);
        return new LogQueries(
                log, archive, archiver, directory.resolve("tmp"), options, 1, Thread::new, faults, meters);
    }

    private static List<Long> ids(EntryPage page) {
        return page.entries().stream().map(ManyRangesTest::id).toList();
    }

    private static long id(byte[] json) {
        String text = new String(json, UTF_8);
        return Long.parseLong(text.replaceFirst("^\\{\"id\":\"?(\\d+).*$", "$1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void countsAreThoseOfTheWhole(int threads) throws FilterException, IOException {
        try (LogQueries queries = queries(threads)) {
            LogStats stats = queries.counts().stats(ALL, new RunningQuery());
            assertThat(stats.byLevel().of(Level.ERROR)).isEqualTo(COUNT / 1000);
            assertThat(stats.byLevel().total()).isEqualTo(COUNT);
            assertThat(stats.byService())
                    .hasSize(10)
                    .allSatisfy(one -> assertThat(one.count()).isEqualTo(COUNT / 10));
            assertThat(stats.firstId()).hasValue(1);
            assertThat(stats.lastId()).hasValue(COUNT);

            LogStats errors = queries.counts().stats(filter("level", "error"), new RunningQuery());
            assertThat(errors.byLevel().total()).isEqualTo(COUNT / 1000);
            assertThat(errors.firstId()).hasValue(1000);

            Histogram histogram = queries.counts()
                    .histogram(
                            new HistogramRequest(
                                    filter("service", "s3"),
                                    OptionalLong.empty(),
                                    OptionalLong.empty(),
                                    OptionalLong.of(TimeUnit.SECONDS.toMicros(1000))),
                            new RunningQuery());
            assertThat(histogram.buckets().stream()
                            .mapToLong(LevelCounts::total)
                            .sum())
                    .isEqualTo(COUNT / 10);
            ValuesRequest values = new ValuesRequest(ALL, new ValueField.Service(), "", 3);
            assertThat(queries.counts().values(values, new RunningQuery()))
                    .containsExactly(
                            new ValueCount("s0", COUNT / 10),
                            new ValueCount("s1", COUNT / 10),
                            new ValueCount("s2", COUNT / 10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pagesGoOnFromRangeToRangeInTheirOrder(int threads) throws FilterException, IOException {
        List<Long> errors = LongStream.rangeClosed(1, COUNT / 1000)
                .map(n -> 1000 * n)
                .boxed()
                .toList();
        try (LogQueries queries = queries(threads)) {
            Filter filter = filter("level", "error");
            for (long offset : new long[] {0, 1, 400, 491, 492, 1000, 1500}) {
                EntryPage up = queries.pages()
                        .page(new PageRequest(filter, 0, Long.MAX_VALUE, false, offset, 600), new RunningQuery());
                assertThat(ids(up)).isEqualTo(part(errors, offset, 600));
                assertThat(up.next().isPresent()).isEqualTo(offset + 600 < errors.size());
                EntryPage down = queries.pages()
                        .page(new PageRequest(filter, 0, Long.MAX_VALUE, true, offset, 600), new RunningQuery());
                assertThat(ids(down)).isEqualTo(part(errors.reversed(), offset, 600));
            }
            EntryPage none = queries.pages()
                    .page(
                            new PageRequest(filter("service", "nobody"), 0, Long.MAX_VALUE, true, 5, 10),
                            new RunningQuery());
            assertThat(none.entries()).isEmpty();
        }
    }

    /** Every block has the same times, so each time is in every range. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pagesInOrderOfTimeAreThoseOfTheWhole(int threads) throws FilterException, IOException {
        long[] inTime = LongStream.rangeClosed(1, COUNT)
                .map(id -> ((id - 1) % BLOCK << 32) + id)
                .sorted()
                .map(place -> place & 0xffff_ffffL)
                .toArray();
        List<Long> all = LongStream.of(inTime).boxed().toList();
        List<Long> errors = all.stream().filter(id -> id % 1000 == 0).toList();
        try (LogQueries queries = queries(threads)) {
            for (long offset : new long[] {0, 157, 9_000, 10_001, 700_000, COUNT - 5, COUNT}) {
                assertThat(ids(inTime(queries, ALL, false, offset, 300))).isEqualTo(part(all, offset, 300));
                assertThat(ids(inTime(queries, ALL, true, offset, 300))).isEqualTo(part(all.reversed(), offset, 300));
            }
            Filter filter = filter("level", "error");
            for (long offset : new long[] {0, 400, 1000, 1574}) {
                EntryPage up = inTime(queries, filter, false, offset, 600);
                assertThat(ids(up)).isEqualTo(part(errors, offset, 600));
                assertThat(up.next().isPresent()).isEqualTo(offset + 600 < errors.size());
                assertThat(ids(inTime(queries, filter, true, offset, 600)))
                        .isEqualTo(part(errors.reversed(), offset, 600));
            }
        }
    }

    private static EntryPage inTime(LogQueries queries, Filter filter, boolean newestFirst, long offset, int limit) {
        return queries.pages()
                .page(
                        new TimePageRequest(filter, Optional.empty(), Optional.empty(), newestFirst, offset, limit),
                        new RunningQuery());
    }

    @Test
    void aPageInOrderOfTimeEndsWithItsAsker() throws IOException {
        RunningQuery running = new RunningQuery();
        running.stop(QueryStopped.Why.CLIENT_GONE);
        try (LogQueries queries = queries(3)) {
            for (long offset : new long[] {0, 50_000}) {
                TimePageRequest request =
                        new TimePageRequest(ALL, Optional.empty(), Optional.empty(), true, offset, 100);
                assertThatThrownBy(() -> queries.pages().page(request, running)).isInstanceOf(QueryStopped.class);
            }
        }
    }

    private static List<Long> part(List<Long> all, long offset, int limit) {
        return all.stream().skip(offset).limit(limit).toList();
    }

    @Test
    void lookUpsGoOverAllRanges() throws FilterException {
        Filter errors = filter("level", "error");
        CountLookUp count = log.countLookUp(errors, 0, COUNT);
        count.finish(new RunningQuery());
        assertThat(count.count()).isEqualTo(COUNT / 1000);
        NewestLookUp newest = log.newestLookUp(errors, 0, COUNT, 1000);
        newest.finish(new RunningQuery());
        assertThat(newest.found()).hasValue(1000L * (COUNT / 1000 - 999));
        for (long block : new long[] {0, 1, 49, 50, 157}) {
            long created = 1 + block * BLOCK;
            assertThat(log.firstCreatedSince(created, new RunningQuery())).isEqualTo(created);
            assertThat(log.firstCreatedSince(created + 1, new RunningQuery()))
                    .isEqualTo(Math.min(COUNT + 1, created + BLOCK));
            assertThat(archive.lastCreatedBefore(created).orElse(0)).isEqualTo(created - 1);
        }
        RunningQuery running = new RunningQuery();
        long reached = archive.read(filter("service", "nobody"), 0, COUNT, 100, 1 << 20, (_, _, _, _) -> {}, running);
        assertThat(reached).isEqualTo(History.RANGE_IDS);
    }

    @Test
    void aParquetFileHoldsAllInOrder() throws Exception {
        try (LogQueries queries = queries(1)) {
            try (ExportFiles.Export export = queries.exports().writeParquet(ALL, new RunningQuery())) {
                Sql sql = new Sql()
                        .add("SELECT count(*), min(id - row), max(id - row) FROM"
                                + " (SELECT id, row_number() OVER () AS row FROM read_parquet('"
                                + export.path() + "'))");
                List<Long> counted = archive.connections(1).ask(new RunningQuery(), sql, rows -> {
                    rows.next();
                    return List.of(rows.getLong(1), rows.getLong(2), rows.getLong(3));
                });
                assertThat(counted).containsExactly((long) COUNT, 0L, 0L);
            }
            try (var left = Files.list(directory.resolve("tmp"))) {
                assertThat(left.filter(file -> file.getFileName().toString().startsWith("export-")))
                        .isEmpty();
            }
        }
    }
}
