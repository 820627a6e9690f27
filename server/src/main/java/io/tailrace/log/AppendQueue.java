package io.tailrace.log;

import io.tailrace.entry.Drafts;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be appended, bounded in bytes. Any thread offers, only the appender's takes. After {@link #close} an
 * append is either still taken or refused, never forgotten.
 */
final class AppendQueue {

    private static final int MAX_APPENDS = 1 << 16;

    private final LinkedBlockingQueue<Append> appends = new LinkedBlockingQueue<>(MAX_APPENDS);
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;

    /** Wakes the appender's thread and is answered by nobody. */
    private final Append wakeUp = new Append(new Drafts(0), _ -> {});

    private volatile boolean closed;

    /** What became of an offer. */
    enum Offer {
        QUEUED,
        FULL,
        CLOSED
    }

    /** @param maxBytes what may wait, in bytes of numbered entries; one append alone may be larger */
    AppendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    Offer offer(Append append) {
        if (!reserve(append.bytes)) {
            return Offer.FULL;
        }
        if (!appends.offer(append)) {
            bytes.addAndGet(-append.bytes);
            return Offer.FULL;
        }
        // If it was closed just now, the append may have come too late to be taken: then it can be withdrawn.
        if (closed && appends.remove(append)) {
            bytes.addAndGet(-append.bytes);
            return Offer.CLOSED;
        }
        return Offer.QUEUED;
    }

    /** Takes so many bytes of the bound, or none: what is refused never counts, so it refuses nobody else. */
    private boolean reserve(long wanted) {
        long queued = bytes.get();
        while (queued == 0 || queued + wanted <= maxBytes) {
            long witness = bytes.compareAndExchange(queued, queued + wanted);
            if (witness == queued) {
                return true;
            }
            queued = witness;
        }
        return false;
    }

    /** Takes the next append; null if there is none, or {@link #wakeUp} was called. */
    @Nullable
    Append poll() {
        return taken(appends.poll());
    }

    /** Takes the next append; null if none came in time, or {@link #wakeUp} was called. */
    @Nullable
    Append poll(long nanos) throws InterruptedException {
        return taken(appends.poll(nanos, TimeUnit.NANOSECONDS));
    }

    private @Nullable Append taken(@Nullable Append append) {
        if (append == null || append == wakeUp) {
            return null;
        }
        bytes.addAndGet(-append.bytes);
        return append;
    }

    boolean isEmpty() {
        return appends.isEmpty();
    }

    void wakeUp() {
        // If it is full, the appender's thread does not wait.
        boolean _ = appends.offer(wakeUp);
    }

    /** Says that what is taken from here on is the last. */
    void close() {
        closed = true;
    }

    /** What waits, in bytes of numbered entries. */
    AtomicLong bytes() {
        return bytes;
    }
}
