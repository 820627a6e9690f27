package io.tailrace.bench.soak;

import java.util.ArrayList;
import java.util.List;

/** What went wrong beside the entries: ended streams, refused posts, wrong answers. Safe for any thread. */
final class Faults {

    private static final int KEPT = 8;

    private final List<String> kept = new ArrayList<>();
    private long count;

    synchronized void add(String what) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(what);
        }
    }

    synchronized long count() {
        return count;
    }

    /** The first ones, in words. */
    synchronized List<String> first() {
        return List.copyOf(kept);
    }
}
