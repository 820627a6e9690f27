package io.tailrace.bench.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log holds, as its sender knows it: for each id behind a base, the kind of the entry. Safe for any thread.
 *
 * <p>Up to {@link #settled} every id is known. Behind that there may be holes: posts that are under way, or whose answer a
 * kill has swallowed; what those ids are must be asked from the server.
 */
final class Ledger {

    private final long base;
    private byte[] kinds = new byte[1 << 16];
    private long settled;
    private long highest;
    private long wrong;
    private @Nullable String firstWrong;

    /**
     * An empty ledger.
     *
     * @param base the newest id before the first entry of the soak
     */
    Ledger(long base) {
        this.base = base;
        settled = base;
        highest = base;
    }

    long base() {
        return base;
    }

    /** The server has answered a post with the ids of its entries. */
    synchronized void acknowledged(long firstId, byte[] codes) {
        for (int i = 0; i < codes.length; i++) {
            put(firstId + i, codes[i]);
        }
    }

    /** The server has told what an id is: news if nobody knew it, otherwise it must be what was acknowledged. */
    synchronized void found(long id, Kind kind) {
        int at = index(id);
        if (at >= kinds.length || kinds[at] == 0) {
            put(id, kind.code());
        } else if (kinds[at] != kind.code()) {
            complain("id " + id + " has another content than was acknowledged");
        }
    }

    private void put(long id, byte code) {
        int at = index(id);
        if (at < 0 || (at < kinds.length && kinds[at] != 0)) {
            complain("id " + id + " was given a second time");
            return;
        }
        if (at >= kinds.length) {
            kinds = Arrays.copyOf(kinds, Math.max(2 * kinds.length, at + 1));
        }
        kinds[at] = code;
        highest = Math.max(highest, id);
        while (settled < highest && kinds[index(settled + 1)] != 0) {
            settled++;
        }
    }

    private void complain(String what) {
        wrong++;
        firstWrong = firstWrong == null ? what : firstWrong;
    }

    private int index(long id) {
        return Math.toIntExact(id - base - 1);
    }

    /** Up to here every id is known. */
    synchronized long settled() {
        return settled;
    }

    /** The highest id that is known. */
    synchronized long highest() {
        return highest;
    }

    /** The kind of an id that is settled. */
    synchronized Kind kind(long id) {
        return Kind.ofCode(kinds[index(id)]);
    }

    /** How many of the settled ids up to this one someone wants. */
    synchronized long count(Interest interest, long to) {
        long count = 0;
        for (long id = base + 1; id <= to; id++) {
            count += interest.wants(Kind.ofCode(kinds[index(id)])) ? 1 : 0;
        }
        return count;
    }

    /** The newest settled ids below this one that someone wants, newest first, at most so many. */
    synchronized List<Long> newestBelow(Interest interest, long before, int most) {
        List<Long> ids = new ArrayList<>();
        for (long id = before - 1; id > base && ids.size() < most; id--) {
            if (interest.wants(Kind.ofCode(kinds[index(id)]))) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** What is wrong with the ids that were given, in words; empty when nothing is. */
    synchronized String complaint() {
        return firstWrong == null ? "" : wrong + " ids were given twice or changed, first: " + firstWrong;
    }
}
