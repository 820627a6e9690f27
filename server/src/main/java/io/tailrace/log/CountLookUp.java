package io.tailrace.log;

import io.tailrace.filter.Filter;

/** A look for how many entries of a range match, from the oldest on. Owned by one thread at a time. */
public final class CountLookUp implements LookUp {

    private static final ScanLimits STEP = new ScanLimits(STEP_BYTES, Long.MAX_VALUE, Long.MAX_VALUE);

    private final HotTail tail;
    private final History history;
    private final Filter filter;
    private final long upTo;
    private final TailScan scan;
    private long position;
    private long count;

    /** Entries with {@code after < id <= upTo}, as far as they are kept. */
    CountLookUp(HotTail tail, History history, Filter filter, long after, long upTo) {
        this.tail = tail;
        this.history = history;
        this.filter = filter;
        this.upTo = upTo;
        scan = new TailScan(tail);
        position = Math.max(after, history.firstId() - 1);
    }

    @Override
    public boolean step(RunningQuery running) {
        running.check();
        if (position < upTo) {
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
        return position >= upTo;
    }

    /** How many matched up to now. */
    public long count() {
        return count;
    }
}
