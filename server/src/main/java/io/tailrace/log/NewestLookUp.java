package io.tailrace.log;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/**
 * A look for the n-th newest entry of a range that matches, from the newest back. Owned by one thread at a time.
 */
public final class NewestLookUp implements LookUp {

    private static final long STEP_IDS = 16_384;

    private final History history;
    private final Filter filter;
    private final long after;
    private final TailScan scan;

    /** The highest id that was not looked at yet. */
    private long rest;

    private final long wanted;
    private long missing;
    private boolean below;
    private OptionalLong found = OptionalLong.empty();

    /** Among the entries with {@code after < id <= upTo}, as far as they are kept. */
    NewestLookUp(HotTail tail, History history, Filter filter, long after, long upTo, long n) {
        this.history = history;
        this.filter = filter;
        this.after = after;
        scan = new TailScan(tail);
        rest = upTo;
        wanted = n;
        missing = n;
    }

    @Override
    public boolean step(RunningQuery running) {
        running.check();
        // Retention may move the edge up meanwhile.
        long lowest = Math.max(after, history.firstId() - 1);
        if (missing > 0 && rest > lowest) {
            if (below) {
                stepInHistory(lowest, running);
            } else {
                stepInTail(lowest);
            }
            running.scannedTo(rest);
        }
        return missing == 0 || rest <= lowest;
    }

    private void stepInTail(long lowest) {
        long end = Math.max(lowest, rest - STEP_IDS);
        rest = scan.scanBack(filter, end, rest, missing);
        take(scan.matches(), scan.position());
        // It stops early where the tail ends.
        below = rest > end && missing > 0;
    }

    private void stepInHistory(long lowest, RunningQuery running) {
        long start = History.lastRange(lowest, rest);
        History.Newest newest = history.nthNewest(filter, start, rest, missing, running);
        take(newest.matches(), newest.id());
        rest = start;
    }

    private void take(long matches, long oldest) {
        if (matches > 0) {
            found = OptionalLong.of(oldest);
            missing -= matches;
        }
    }

    /** How many of the n there are, as far as was looked. */
    public long count() {
        return wanted - missing;
    }

    /** The n-th newest that was found, or the oldest of fewer; empty if none was. */
    public OptionalLong found() {
        return found;
    }
}
