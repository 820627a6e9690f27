package io.tailrace.log;

import io.tailrace.filter.Filter;
import java.util.OptionalLong;

/**
 * One look for how many entries match, or where the n-th newest is, over the hot tail and the history below. It goes step
 * by step, and between steps lets itself be stopped and says how far it is. Owned by the question's thread.
 */
final class LogLookUp {

    /** So much of the hot tail is looked through in one step: about a hundredth of a second. */
    private static final long STEP_BYTES = 4 << 20;

    private static final long STEP_IDS = 16_384;
    private static final ScanLimits STEP = new ScanLimits(STEP_BYTES, Long.MAX_VALUE, Long.MAX_VALUE);

    private final HotTail tail;
    private final History history;
    private final Filter filter;
    private final RunningQuery running;
    private final TailScan scan;

    LogLookUp(HotTail tail, History history, Filter filter, RunningQuery running) {
        this.tail = tail;
        this.history = history;
        this.filter = filter;
        this.running = running;
        scan = new TailScan(tail);
    }

    long count(long after, long upTo) {
        long count = 0;
        long position = Math.max(after, history.firstId() - 1);
        while (position < upTo) {
            running.check();
            long below = Math.min(upTo, tail.firstId() - 1);
            if (position < below) {
                long end = History.firstRange(position, below);
                count += history.count(filter, position, end, running);
                position = end;
            } else {
                scan.scan(filter, position, upTo, STEP, (_, _, _, _) -> {});
                count += scan.matches();
                position = scan.position();
            }
            running.scannedTo(position);
        }
        return count;
    }

    OptionalLong nthNewest(long after, long upTo, long n) {
        OptionalLong found = OptionalLong.empty();
        long missing = n;
        long rest = upTo;
        while (rest > after && missing > 0) {
            running.check();
            long end = Math.max(after, rest - STEP_IDS);
            rest = scan.scanBack(filter, end, rest, missing);
            if (scan.matches() > 0) {
                found = OptionalLong.of(scan.position());
                missing -= scan.matches();
            }
            running.scannedTo(rest);
            if (rest > end && missing > 0) {
                // The tail ends here.
                OptionalLong below = nthNewestBelow(after, rest, missing);
                return below.isPresent() ? below : found;
            }
        }
        return found;
    }

    private OptionalLong nthNewestBelow(long after, long upTo, long n) {
        OptionalLong found = OptionalLong.empty();
        long missing = n;
        long rest = upTo;
        // Retention may move the edge up meanwhile.
        while (missing > 0 && rest > Math.max(after, history.firstId() - 1)) {
            running.check();
            long start = History.lastRange(Math.max(after, history.firstId() - 1), rest);
            History.Newest newest = history.nthNewest(filter, start, rest, missing, running);
            if (newest.matches() > 0) {
                found = OptionalLong.of(newest.id());
                missing -= newest.matches();
            }
            rest = start;
            running.scannedTo(rest);
        }
        return found;
    }
}
