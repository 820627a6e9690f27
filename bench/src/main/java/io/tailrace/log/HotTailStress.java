package io.tailrace.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Stress tests of the one lock-free hand-off of entries: the appender's thread adds to the hot tail and evicts from it,
 * while event loops read.
 *
 * <p>They stand in the server's package because what the appender does to the tail is not public.
 */
final class HotTailStress {

    /** The smallest ring there is, so that the block after these takes the slot of the first. */
    private static final int SLOTS = 64;

    private static final EntryBlock[] BLOCKS = new EntryBlock[SLOTS + 1];

    static {
        for (int i = 0; i < BLOCKS.length; i++) {
            BLOCKS[i] = block(i + 1);
        }
    }

    private static final int HELD = 1;
    private static final int EVICTED = 2;
    private static final int MISSING = 3;
    private static final int WRONG = 4;

    private HotTailStress() {}

    private static EntryBlock block(long id) {
        String entry = "{\"id\":" + id + ",\"timestamp\":\"2026-11-22T10:30:00.123456Z\","
                + "\"created_at\":\"2026-11-22T10:30:00.123456Z\",\"service\":\"portal\",\"level\":\"info\","
                + "\"message\":\"Signed in\",\"tags\":[],\"metadata\":{}}\n";
        return EntryBlock.decode(id, 1, 1_763_807_400_123_456L, entry.getBytes(StandardCharsets.US_ASCII));
    }

    /** A tail that is full: the next block evicts the first and takes its slot. */
    private static HotTail fullTail() {
        HotTail tail = new HotTail(SLOTS * 512L, 1);
        for (int i = 0; i < SLOTS; i++) {
            tail.add(BLOCKS[i]);
        }
        return tail;
    }

    private static void addOneMore(HotTail tail) {
        EntryBlock block = BLOCKS[SLOTS];
        if (!tail.makeRoom(block.memoryBytes(), 1, Long.MAX_VALUE)) {
            throw new IllegalStateException("a tail whose history holds everything has no room");
        }
        tail.add(block);
    }

    private static int found(@Nullable EntryBlock block, long id, HotTail tail) {
        if (block == null) {
            return tail.firstId() > id ? EVICTED : MISSING;
        }
        return block.firstId() <= id && id <= block.lastId() ? HELD : WRONG;
    }

    /** Reading the entry that is being evicted. */
    @JCStressTest
    @State
    @Description("A reader of the oldest entry gets it, or is told that it is below the tail.")
    @Outcome(id = "" + HELD, expect = ACCEPTABLE, desc = "It was still held.")
    @Outcome(id = "" + EVICTED, expect = ACCEPTABLE, desc = "It was evicted, and the tail says so.")
    @Outcome(id = "" + MISSING, expect = FORBIDDEN, desc = "It was not found, but the tail claims to hold it.")
    @Outcome(id = "" + WRONG, expect = FORBIDDEN, desc = "Another block was found in its place.")
    public static class ReadWhileEvicting {

        private final HotTail tail = fullTail();

        /** The appender. */
        @Actor
        public void appender() {
            addOneMore(tail);
        }

        /** An event loop. */
        @Actor
        public void reader(I_Result result) {
            result.r1 = found(tail.at(tail.sequenceOf(1), 1), 1, tail);
        }
    }

    /** Reading an entry in the middle, which stays, while both ends of the tail move. */
    @JCStressTest
    @State
    @Description("A reader of an entry that stays finds it, wherever the ends of the tail are meanwhile.")
    @Outcome(id = "" + HELD, expect = ACCEPTABLE, desc = "It was found.")
    @Outcome(expect = FORBIDDEN, desc = "An entry that is in the tail was not found.")
    public static class ReadWhileMoving {

        private static final int MIDDLE = 3;

        private final HotTail tail = fullTail();

        /** The appender. */
        @Actor
        public void appender() {
            addOneMore(tail);
        }

        /** An event loop. */
        @Actor
        public void reader(I_Result result) {
            result.r1 = found(tail.at(tail.sequenceOf(MIDDLE), MIDDLE), MIDDLE, tail);
        }
    }

    /** Reading the newest entry as soon as the log says that it is committed. */
    @JCStressTest
    @State
    @Description("An id that the log names as committed can be read.")
    @Outcome(id = "64, " + HELD, expect = ACCEPTABLE, desc = "The newest entry was not committed yet.")
    @Outcome(id = "65, " + HELD, expect = ACCEPTABLE, desc = "The newest entry was committed.")
    @Outcome(expect = FORBIDDEN, desc = "The last entry that was committed could not be read.")
    public static class ReadTheNewest {

        private final HotTail tail = fullTail();
        private volatile long committed = SLOTS;

        /** The appender, which moves what is committed as the log does. */
        @Actor
        public void appender() {
            addOneMore(tail);
            committed = SLOTS + 1;
        }

        /** An event loop. */
        @Actor
        public void reader(II_Result result) {
            long last = committed;
            result.r1 = (int) last;
            result.r2 = found(tail.at(tail.sequenceOf(last), last), last, tail);
        }
    }

    /** Asking twice for the oldest entry. */
    @JCStressTest
    @State
    @Description("The first id of the tail only goes up, and is one that was or is in it.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Before the eviction.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Around the eviction.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "After the eviction.")
    @Outcome(expect = FORBIDDEN, desc = "It went back, or names an id that is not the first.")
    public static class FirstIdTwice {

        private final HotTail tail = fullTail();

        /** The appender. */
        @Actor
        public void appender() {
            addOneMore(tail);
        }

        /** An event loop. */
        @Actor
        public void reader(II_Result result) {
            result.r1 = (int) tail.firstId();
            result.r2 = (int) tail.firstId();
        }
    }

    /** A scan from the oldest entry on, while it is evicted. */
    @JCStressTest
    @State
    @Description("A scan that did not fall below the tail has handed over every entry up to its position.")
    @Outcome(id = "64, 0", expect = ACCEPTABLE, desc = "All were read.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was told that it is below the tail.")
    @Outcome(expect = FORBIDDEN, desc = "Entries were left out or made up.")
    public static class ScanWhileEvicting {

        private final HotTail tail = fullTail();
        private final TailScan scan = new TailScan(tail);
        private int inOrder;

        /** The appender. */
        @Actor
        public void appender() {
            addOneMore(tail);
        }

        /** An event loop. */
        @Actor
        public void reader() {
            scan.scan(
                    new Filter.Everything(),
                    0,
                    SLOTS,
                    ScanLimits.NONE,
                    (id, _, _, _) -> inOrder += id == inOrder + 1 ? 1 : SLOTS);
        }

        /** What the scan came to. */
        @Arbiter
        public void outcome(II_Result result) {
            result.r1 = inOrder == scan.position() ? inOrder : -1;
            result.r2 = scan.isBelowTail() ? 1 : 0;
        }
    }
}
