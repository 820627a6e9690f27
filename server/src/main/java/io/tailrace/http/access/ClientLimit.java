package io.tailrace.http.access;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many of something there may be at once. Shared by all event loops. */
public final class ClientLimit {

    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    public ClientLimit(int max) {
        this.max = max;
    }

    /** Takes a place, which whoever it is handed to gives back; empty if there is none. */
    public Optional<Place> tryEnter() {
        if (count.incrementAndGet() <= max) {
            return Optional.of(new Place());
        }
        count.decrementAndGet();
        return Optional.empty();
    }

    public int count() {
        return count.get();
    }

    public int max() {
        return max;
    }

    /** One place of a limit. Giving it back twice does nothing, so every way out may do so. Any thread may. */
    public final class Place implements AutoCloseable {

        private final AtomicBoolean isTaken = new AtomicBoolean(true);

        private Place() {}

        @Override
        public void close() {
            if (isTaken.compareAndSet(true, false)) {
                count.decrementAndGet();
            }
        }
    }
}
