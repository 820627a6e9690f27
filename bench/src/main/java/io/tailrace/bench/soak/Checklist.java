package io.tailrace.bench.soak;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one reader has received, held against the ledger: rising ids, none twice, none missing of what it wants, and
 * nothing else. Its reader ticks off, anyone may compare.
 */
final class Checklist {

    private final Interest interest;
    private final long base;
    private final BitSet received = new BitSet();
    private long last;
    private long compared;
    private long missing;
    private long doubled;
    private long foreign;
    private @Nullable String first;

    Checklist(Interest interest, long base) {
        this.interest = interest;
        this.base = base;
        last = base;
        compared = base;
    }

    /** The reader has received an entry. */
    synchronized void received(long id, Kind kind) {
        if (id <= last) {
            doubled++;
            note("id " + id + " came after id " + last);
            return;
        }
        if (!interest.wants(kind)) {
            foreign++;
            note("id " + id + " came, which it does not want");
        }
        last = id;
        received.set(Math.toIntExact(id - base));
    }

    /** The id received last; the base before the first. */
    synchronized long last() {
        return last;
    }

    /** Holds what was received so far against what is known of the log. */
    synchronized void compare(Ledger ledger) {
        compareTo(Math.min(last, ledger.settled()), ledger);
    }

    /** At the end: everything known must have been received. */
    synchronized void compareAll(Ledger ledger) {
        compareTo(ledger.settled(), ledger);
    }

    private void compareTo(long to, Ledger ledger) {
        for (long id = compared + 1; id <= to; id++) {
            boolean wanted = interest.wants(ledger.kind(id));
            boolean got = received.get(Math.toIntExact(id - base));
            if (wanted && !got) {
                missing++;
                note("id " + id + " did not come");
            } else if (got && !wanted) {
                foreign++;
                note("id " + id + " came with another content than was sent");
            }
        }
        compared = Math.max(compared, to);
    }

    private void note(String what) {
        first = first == null ? what : first;
    }

    /** Missing, doubled and foreign entries so far. */
    synchronized long faults() {
        return missing + doubled + foreign;
    }

    /** How many entries were compared and found right or wrong. */
    synchronized long entries() {
        return received.cardinality();
    }

    /** What is wrong, in words; empty when nothing is. */
    synchronized String complaint() {
        return faults() == 0
                ? ""
                : "%d missing, %d twice or out of order, %d unwanted; first: %s"
                        .formatted(missing, doubled, foreign, first);
    }
}
