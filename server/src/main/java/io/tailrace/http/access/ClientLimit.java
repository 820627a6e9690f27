package io.tailrace.http.access;

import java.util.concurrent.atomic.AtomicInteger;

/** How many of something there may be at once. Shared by all event loops. */
public final class ClientLimit {

    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    public ClientLimit(int max) {
        this.max = max;
    }

    /** Takes a place; says whether there was one. */
    public boolean tryEnter() {
        if (count.incrementAndGet() <= max) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** Gives a place back. */
    public void leave() {
        count.decrementAndGet();
    }

    public int count() {
        return count.get();
    }

    public int max() {
        return max;
    }
}
