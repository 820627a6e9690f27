package io.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.Level;
import io.tailrace.filter.Filter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The tail and its scans against a model that is a plain list. */
final class TailScanModelTest {

    private static final int TRIES = 200;

    /** One entry of the model. */
    private record Modelled(long id, long createdAt, Level level, int bytes) {}

    /** A block that is to be added: a level for each entry, and how many entries stay unarchived before it is. */
    record Step(List<Level> levels, int unarchived, boolean later) {}

    /** A tail after some steps, with what it must hold. */
    private static final class Model {

        private final HotTail tail;
        private final List<Modelled> entries = new ArrayList<>();
        private long archivedId;

        Model(long capacityBytes, List<Step> steps) {
            tail = new HotTail(capacityBytes, 1);
            long createdAt = 1000;
            for (Step step : steps) {
                archivedId = Math.max(archivedId, entries.size() - step.unarchived);
                createdAt += step.later ? 10 : 0;
                add(step.levels, createdAt);
            }
        }

        private void add(List<Level> levels, long createdAt) {
            long id = entries.size() + 1L;
            EntryBlock block = Entries.block(
                    id,
                    createdAt,
                    Entries.drafts(levels.stream()
                            .map(level -> Entries.withMessage("a message").replace("info", level.text()))
                            .toList()));
            if (HotTailTest.add(tail, block, archivedId)) {
                for (int index = 0; index < levels.size(); index++) {
                    int bytes = block.end(index) - block.start(index);
                    entries.add(new Modelled(id + index, createdAt, levels.get(index), bytes));
                }
            }
        }

        List<Long> matching(Filter filter, long after, long upTo) {
            Set<Level> levels = filter instanceof Filter.LevelIn some ? some.levels() : EnumSet.allOf(Level.class);
            return entries.stream()
                    .filter(entry -> entry.id > after && entry.id <= upTo)
                    .filter(entry -> levels.contains(entry.level))
                    .map(Modelled::id)
                    .toList();
        }

        long newest() {
            return entries.size();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Level.class).list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Filter> filters() {
        return Arbitraries.oneOf(
                Arbitraries.just(new Filter.Everything()),
                Arbitraries.of(Level.class).set().ofMinSize(1).map(Filter.LevelIn::new));
    }

    @Property(tries = TRIES)
    void everyIdThatIsHeldIsFoundAndNoOther(
            @ForAll("steps") List<Step> steps, @ForAll @LongRange(min = 500, max = 20_000) long capacity) {
        Model model = new Model(capacity, steps);
        HotTail tail = model.tail;
        assertThat(tail.lastId()).isEqualTo(model.newest());
        assertThat(tail.firstId()).isLessThanOrEqualTo(model.archivedId + 1);
        for (long id = 1; id <= model.newest() + 2; id++) {
            EntryBlock block = tail.at(tail.sequenceOf(id), id);
            if (id >= tail.firstId() && id <= tail.lastId()) {
                if (block == null) {
                    throw new AssertionError("entry " + id + " is not found");
                }
                assertThat(new String(block.json(block.indexOf(id)), UTF_8)).startsWith("{\"id\":" + id + ",");
            } else {
                assertThat(block).isNull();
            }
        }
    }

    @Property(tries = TRIES)
    void theFirstSinceATimeIsTheLowestThatIsHeldAndNotOlder(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 990, max = 1420) int time) {
        Model model = new Model(5000, steps);
        long expected = model.entries.stream()
                .filter(entry -> entry.id >= model.tail.firstId() && entry.createdAt >= time)
                .mapToLong(Modelled::id)
                .findFirst()
                .orElse(model.newest() + 1);
        assertThat(model.tail.firstCreatedSince(time)).isEqualTo(expected);
    }

    @Property(tries = TRIES)
    void aScanStopsAtTheFirstBoundAndSaysHowFarItLooked(
            @ForAll("steps") List<Step> steps,
            @ForAll("filters") Filter filter,
            @ForAll @IntRange(min = 0, max = 100) int afterPercent,
            @ForAll @LongRange(min = 1, max = 5000) long scannedBytes,
            @ForAll @LongRange(min = 1, max = 30) long matches,
            @ForAll @LongRange(min = 1, max = 3000) long matchedBytes) {
        Model model = new Model(5000, steps);
        long after = model.newest() * afterPercent / 100;
        TailScan scan = new TailScan(model.tail);
        List<Long> seen = new ArrayList<>();
        ScanLimits limits = new ScanLimits(scannedBytes, matches, matchedBytes);
        scan.scan(filter, after, model.newest(), limits, (id, _, _, _) -> seen.add(id));

        if (after + 1 < model.tail.firstId()) {
            assertThat(scan.isBelowTail()).isTrue();
            assertThat(scan.position()).isEqualTo(after);
            return;
        }
        long end = boundedEnd(model, filter, after, limits);
        assertThat(scan.isBelowTail()).isFalse();
        assertThat(scan.position()).isEqualTo(end);
        assertThat(seen).isEqualTo(model.matching(filter, after, end));
        assertThat(scan.matches()).isEqualTo(seen.size());
    }

    private static long boundedEnd(Model model, Filter filter, long after, ScanLimits limits) {
        long scanned = 0;
        long matched = 0;
        for (long id = after + 1; id <= model.newest(); id++) {
            int bytes = model.entries.get((int) id - 1).bytes;
            scanned += bytes;
            List<Long> matching = model.matching(filter, after, id);
            matched += matching.contains(id) ? bytes : 0;
            if (scanned >= limits.scannedBytes()
                    || matching.size() >= limits.matches()
                    || matched >= limits.matchedBytes()) {
                return id;
            }
        }
        return model.newest();
    }

    @Property(tries = TRIES)
    void goingBackFindsTheNthNewestAndSaysWhatIsLeftToLookAt(
            @ForAll("steps") List<Step> steps,
            @ForAll("filters") Filter filter,
            @ForAll @IntRange(min = 0, max = 100) int afterPercent,
            @ForAll @IntRange(min = 0, max = 100) int upToPercent,
            @ForAll @LongRange(min = 1, max = 40) long n) {
        Model model = new Model(5000, steps);
        long upTo = model.newest() * upToPercent / 100;
        long after = upTo * afterPercent / 100;
        TailScan scan = new TailScan(model.tail);
        long rest = scan.scanBack(filter, after, upTo, n);

        long lowestHeld = Math.max(after + 1, model.tail.firstId());
        List<Long> matching = model.matching(filter, lowestHeld - 1, upTo).reversed();
        assertThat(scan.matches()).isEqualTo(Math.min(n, matching.size()));
        if (scan.matches() > 0) {
            assertThat(scan.position()).isEqualTo(matching.get((int) scan.matches() - 1));
        }
        long lookedAt = scan.matches() == n ? scan.position() : Math.min(upTo + 1, lowestHeld);
        assertThat(rest).isEqualTo(lookedAt - 1);
        assertThat(LongStream.rangeClosed(rest + 1, upTo).filter(id -> matching.contains(id)))
                .hasSize((int) scan.matches());
    }
}
