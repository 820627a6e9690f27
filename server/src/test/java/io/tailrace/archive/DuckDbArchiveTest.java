package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.Entries;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the archive stores, finds and survives. */
@Timeout(60)
final class DuckDbArchiveTest {

    private static final Filter ALL = new Filter.Everything();

    @TempDir
    Path directory;

    @Test
    void anEmptyArchiveHoldsNothing() throws IOException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            DuckDbArchive archive = stored.archive();
            assertThat(archive.firstId()).isEqualTo(1);
            assertThat(archive.lastId()).isZero();
            assertThat(archive.lastCreatedAt()).isEmpty();
            assertThat(archive.count(ALL, 0, 10, new RunningQuery())).isZero();
            assertThat(archive.nthNewest(ALL, 0, 10, 1, new RunningQuery())).isEqualTo(History.Newest.NONE);
            assertThat(archive.firstCreatedSince(0, new RunningQuery())).isEmpty();
            assertThat(stored.archived(ALL, 0, 10)).isEmpty();
        }
    }

    @Test
    void whatWasStoredIsThereAfterItIsOpenedAgain() throws IOException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            stored.store(1000, Entries.filling(30, 100));
            stored.store(2000, Entries.filling(20, 100));
        }
        try (DuckDbArchive archive = StoredEntries.open(directory.resolve("archive.duckdb"), directory)) {
            assertThat(archive.firstId()).isEqualTo(1);
            assertThat(archive.lastId()).isEqualTo(50);
            assertThat(archive.lastCreatedAt()).hasValue(2000);
            assertThat(ids(archive, ALL, 0, 50, 1000, Long.MAX_VALUE)).isEqualTo(run(1, 50));
        }
    }

    @Test
    void aReadStopsAtTheFirstBoundAndSaysHowFarItLooked() throws IOException, FilterException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            for (int i = 0; i < 10; i++) {
                stored.store(i, List.of(withLevel("info"), withLevel("error"), withLevel("info"), withLevel("warn")));
            }
            DuckDbArchive archive = stored.archive();
            int size = size(stored.blocks().getLast());
            Filter serious = FilterKeys.of(Map.of("min_level", List.of("warn"))).filter();
            for (long after = 0; after < 40; after += 13) {
                for (long upTo = after; upTo <= 40; upTo += 7) {
                    for (int most : new int[] {1, 5, 100}) {
                        List<Long> expected = stored.matching(serious, after, upTo);
                        boolean cut = expected.size() >= most;
                        List<Long> first = cut ? expected.subList(0, most) : expected;
                        List<Long> seen = new ArrayList<>();
                        long position = archive.read(
                                serious,
                                after,
                                upTo,
                                most,
                                Long.MAX_VALUE,
                                (id, _, _, _) -> seen.add(id),
                                new RunningQuery());
                        assertThat(seen).isEqualTo(first);
                        assertThat(position).isEqualTo(cut ? first.getLast() : upTo);
                    }
                }
            }
            assertThat(ids(archive, ALL, 0, 40, 100, 1)).isEqualTo(run(1, 1));
            assertThat(ids(archive, ALL, 5, 40, 100, 3L * size)).hasSizeBetween(1, 4);
        }
    }

    @Test
    void countsAndTheNthNewestAgreeWithThePlainList() throws IOException, FilterException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            for (int i = 0; i < 12; i++) {
                stored.store(i, List.of(withLevel(i % 3 == 0 ? "error" : "info"), withLevel("info")));
            }
            Filter errors = FilterKeys.of(Map.of("level", List.of("error"))).filter();
            for (long after = 0; after < 24; after += 7) {
                for (long upTo = after; upTo <= 24; upTo += 6) {
                    List<Long> matching = stored.matching(errors, after, upTo);
                    assertThat(stored.archive().count(errors, after, upTo, new RunningQuery()))
                            .isEqualTo(matching.size());
                    for (int n = 1; n <= 5; n += 2) {
                        var found = stored.archive().nthNewest(errors, after, upTo, n, new RunningQuery());
                        if (matching.isEmpty()) {
                            assertThat(found).isEqualTo(History.Newest.NONE);
                        } else {
                            int matches = Math.min(n, matching.size());
                            assertThat(found)
                                    .isEqualTo(new History.Newest(matches, matching.get(matching.size() - matches)));
                        }
                    }
                }
            }
        }
    }

    @Test
    void theFirstSinceATimeIsTheLowestIdThatIsNotOlder() throws IOException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            for (int i = 1; i <= 5; i++) {
                stored.store(i * 1_000_000L, Entries.filling(2, 10));
            }
            assertThat(stored.archive().firstCreatedSince(Long.MIN_VALUE / 4, new RunningQuery()))
                    .hasValue(1);
            assertThat(stored.archive().firstCreatedSince(3_000_000, new RunningQuery()))
                    .hasValue(5);
            assertThat(stored.archive().firstCreatedSince(3_000_001, new RunningQuery()))
                    .hasValue(7);
            assertThat(stored.archive().firstCreatedSince(5_000_001, new RunningQuery()))
                    .isEmpty();
        }
    }

    @Test
    void aBatchThatFailsOnItsWayIsNotStoredAtAll() throws IOException {
        try (StoredEntries stored = StoredEntries.in(directory)) {
            stored.store(1, Entries.filling(5, 10));
            EntryBlock block = Entries.block(6, 2, Entries.filling(5000, 10));

            assertThatThrownBy(() -> stored.archive().store(List.of(block), block.lastId() + 1))
                    .isInstanceOf(HistoryException.class)
                    .hasMessageStartingWith("The archive could not store entries:");
            assertThat(stored.archive().lastId()).isEqualTo(5);
            assertThat(stored.archived(ALL, 0, 10_000)).isEqualTo(run(1, 5));

            stored.archive().store(List.of(block), block.lastId());
            assertThat(stored.archive().lastId()).isEqualTo(5005);
            assertThat(stored.archived(ALL, 0, 10_000)).isEqualTo(run(1, 5005));
        }
    }

    @Test
    void sqlInAnyFieldIsStoredAndSearchedAsText() throws IOException, FilterException {
        List<String> attacks = List.of(
                "'; DROP TABLE entries; --",
                "\"; DELETE FROM entries; --",
                "x' OR '1'='1",
                "$1",
                "?",
                "?::log_level",
                "{{message}}",
                "') UNION SELECT 1 --");
        try (StoredEntries stored = StoredEntries.in(directory)) {
            for (String attack : attacks) {
                String text = attack.replace("\\", "\\\\").replace("\"", "\\\"");
                stored.store(
                        1,
                        List.of("{\"service\":\"" + text + "\",\"level\":\"info\",\"message\":\"" + text
                                + "\",\"tags\":[\"" + text + "\"],\"trace_id\":\"" + text + "\",\"span_id\":\"" + text
                                + "\",\"metadata\":{\"" + text + "\":\"" + text + "\"}}"));
            }
            long last = stored.archive().lastId();
            for (String attack : attacks) {
                for (String key : List.of("service", "tags", "search", "trace_id", "span_id")) {
                    Filter filter = FilterKeys.of(Map.of(key, List.of(attack))).filter();
                    assertThat(stored.archived(filter, 0, last))
                            .as("%s is %s", key, attack)
                            .isEqualTo(stored.matching(filter, 0, last))
                            .isNotEmpty();
                }
            }
            assertThat(stored.archive().count(ALL, 0, last, new RunningQuery())).isEqualTo(attacks.size());
            for (EntryBlock block : stored.blocks()) {
                assertThat(stored.readBack(block)).isEqualTo(StoredEntries.trees(block));
            }
        }
    }

    @Test
    void aFileThatIsNoArchiveIsRefusedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("archive.duckdb"), "not a database".repeat(1000));
        assertThatThrownBy(() -> StoredEntries.open(file, directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The archive " + file + " cannot be opened:");
    }

    private static String withLevel(String level) {
        return Entries.withMessage("m").replace("info", level);
    }

    private static int size(EntryBlock block) {
        return block.json(0).length;
    }

    private static List<Long> ids(
            DuckDbArchive archive, Filter filter, long after, long upTo, int most, long maxBytes) {
        List<Long> ids = new ArrayList<>();
        archive.read(filter, after, upTo, most, maxBytes, (id, _, _, _) -> ids.add(id), new RunningQuery());
        return ids;
    }

    private static List<Long> run(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
