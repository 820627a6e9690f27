package io.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.filter.Filter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the tail holds, what it evicts, and what readers see meanwhile. */
@Timeout(60)
final class HotTailTest {

    private static final long EVERYTHING_IS_ARCHIVED = Long.MAX_VALUE;
    private static final int LARGEST_BLOCK = 5;

    @Test
    void nothingIsEvictedWhileThereIsRoom() {
        EntryBlock block = Entries.block(1, 1);
        HotTail tail = new HotTail(10 * block.memoryBytes(), 1);
        for (int i = 1; i <= 10; i++) {
            assertThat(add(tail, Entries.block(tail.lastId() + 1, 1), EVERYTHING_IS_ARCHIVED))
                    .isTrue();
        }
        assertThat(tail.firstId()).isLessThanOrEqualTo(2);
        assertThat(tail.lastId()).isEqualTo(10);
        assertThat(tail.bytes()).isLessThanOrEqualTo(tail.capacityBytes());
    }

    @Test
    void aBlockIsOnlyEvictedOnceTheHistoryHoldsAllOfIt() {
        EntryBlock first = Entries.block(1, 4);
        HotTail tail = new HotTail(first.memoryBytes(), 1);
        assertThat(add(tail, first, 0)).isTrue();

        assertThat(add(tail, Entries.block(5, 1), 3)).isFalse();
        assertThat(tail.firstId()).isEqualTo(1);
        assertThat(tail.lastId()).isEqualTo(4);

        assertThat(add(tail, Entries.block(5, 1), 4)).isTrue();
        assertThat(tail.firstId()).isEqualTo(5);
    }

    @Test
    void whatIsNotArchivedYetIsTakenForItsShareOfTheRoom() {
        HotTail tail = new HotTail(10 * Entries.block(1, 1).memoryBytes(), 1);
        assertThat(tail.shareAbove(0)).isZero();
        for (int i = 1; i <= 9; i++) {
            add(tail, Entries.block(tail.lastId() + 1, 1), EVERYTHING_IS_ARCHIVED);
        }
        assertThat(tail.shareAbove(0)).isBetween(0.8, 1.0);
        assertThat(tail.shareAbove(6)).isBetween(0.2, 0.4);
        assertThat(tail.shareAbove(9)).isZero();
    }

    @Test
    void aTailThatHasNoRoomIsCrowdedUntilItHas() {
        EntryBlock first = Entries.block(1, 4);
        HotTail tail = new HotTail(first.memoryBytes(), 1);
        add(tail, first, 0);
        assertThat(tail.isCrowded()).isFalse();
        add(tail, Entries.block(5, 1), 0);
        assertThat(tail.isCrowded()).isTrue();
        add(tail, Entries.block(5, 1), 4);
        assertThat(tail.isCrowded()).isFalse();
    }

    @Test
    void aTailOfSmallBlocksIsBoundedToo() {
        HotTail tail = new HotTail(64 << 10, 1);
        for (int i = 0; i < 1000; i++) {
            add(tail, Entries.block(tail.lastId() + 1, 1), EVERYTHING_IS_ARCHIVED);
        }
        assertThat(tail.lastId() - tail.firstId()).isEqualTo(127);
    }

    @Test
    void aGroupLargerThanTheTailHasItForItself() {
        HotTail tail = new HotTail(1000, 1);
        add(tail, Entries.block(1, 1), EVERYTHING_IS_ARCHIVED);
        assertThat(add(tail, Entries.block(2, 50), 1)).isTrue();
        assertThat(tail.firstId()).isEqualTo(2);
        assertThat(add(tail, Entries.block(52, 1), 1)).isFalse();
    }

    @Test
    void aBlockThatDoesNotFollowIsABrokenContract() {
        HotTail tail = new HotTail(1 << 20, 1);
        add(tail, Entries.block(1, 3), 0);
        assertThatThrownBy(() -> add(tail, Entries.block(5, 1), 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEmptyTailKnowsWhichEntryIsNext() {
        HotTail tail = new HotTail(1 << 20, 8);
        assertThat(tail.firstId()).isEqualTo(8);
        assertThat(tail.lastId()).isEqualTo(7);
        assertThat(tail.firstCreatedSince(0)).isEqualTo(8);
        assertThat(tail.at(tail.sequenceOf(8), 8)).isNull();
        assertThat(tail.at(tail.sequenceOf(1), 1)).isNull();
    }

    /**
     * One thread appends and evicts, others look entries up, search by time and scan. Forbidden: a block that does not
     * hold the id that was asked for, "not held" for an id that is, and a search that skips entries.
     */
    @Test
    void readersNeverSeeAWrongBlockWhileOneThreadAppendsAndEvicts() throws Exception {
        HotTail tail = new HotTail(20_000, 1);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            Future<?> lookUp = readers.submit(() -> untilDone(done, () -> lookUp(tail)));
            Future<?> search = readers.submit(() -> untilDone(done, () -> searchByTime(tail)));
            Future<?> scan = readers.submit(() -> untilDone(done, () -> scan(tail)));
            try {
                long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
                while (System.nanoTime() < deadline) {
                    int count = 1 + ThreadLocalRandom.current().nextInt(LARGEST_BLOCK);
                    add(tail, Entries.block(tail.lastId() + 1, count), EVERYTHING_IS_ARCHIVED);
                }
            } finally {
                done.set(true);
            }
            lookUp.get();
            search.get();
            scan.get();
        }
        assertThat(tail.firstId()).isGreaterThan(1);
    }

    private static void untilDone(AtomicBoolean done, Runnable look) {
        while (!done.get()) {
            look.run();
        }
    }

    private static void lookUp(HotTail tail) {
        long newest = tail.lastId();
        long id = Math.max(1, newest - ThreadLocalRandom.current().nextInt(100));
        EntryBlock block = newest == 0 ? null : tail.at(tail.sequenceOf(id), id);
        if (block != null) {
            assertThat(block.firstId()).isLessThanOrEqualTo(id);
            assertThat(block.lastId()).isGreaterThanOrEqualTo(id);
            assertThat(new String(block.json(block.indexOf(id)), UTF_8)).startsWith("{\"id\":" + id + ",");
        } else if (newest > 0) {
            assertThat(tail.firstId()).isGreaterThan(id);
        }
    }

    /** Blocks are as old as their first id, so the first entry since a time is the first of the next block. */
    private static void searchByTime(HotTail tail) {
        long newest = tail.lastId();
        long time = Math.max(1, newest + 3 - ThreadLocalRandom.current().nextInt(100));
        long found = tail.firstCreatedSince(time);
        long oldest = tail.firstId();
        assertThat(found).isGreaterThanOrEqualTo(Math.min(time, newest + 1));
        if (oldest <= time && time <= newest) {
            assertThat(found).isLessThan(time + LARGEST_BLOCK);
        }
    }

    private static void scan(HotTail tail) {
        long[] next = {tail.firstId()};
        TailScan scan = new TailScan(tail);
        scan.scan(new Filter.Everything(), next[0] - 1, tail.lastId(), ScanLimits.NONE, (id, bytes, start, end) -> {
            assertThat(id).isEqualTo(next[0]++);
            assertThat(new String(bytes, start, Math.min(20, end - start), UTF_8))
                    .startsWith("{\"id\":" + id + ",");
        });
        assertThat(scan.position()).isEqualTo(next[0] - 1);
        if (scan.isBelowTail()) {
            assertThat(tail.firstId()).isGreaterThan(scan.position());
        }
        EntryView newest = scan.find(tail.lastId());
        assertThat(newest == null || newest.id() > 0).isTrue();
    }

    /** Adds a block as the appender does; says whether there was room. */
    static boolean add(HotTail tail, EntryBlock block, long archivedId) {
        boolean room = tail.makeRoom(block.memoryBytes(), 1, archivedId);
        if (room) {
            tail.add(block);
        }
        return room;
    }
}
