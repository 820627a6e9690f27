package io.tailrace.stream;

import io.tailrace.entry.Level;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import java.util.Optional;

/**
 * One client's cursor on the log, for whoever speaks with the client: what it may command. Everything is called on the event
 * loop of its fan-out. While the cursor waits for an answer from below the event loop, its outlet is told to hold commands
 * back, and none may be given. A subscription that is over takes commands and does nothing.
 */
public final class Subscription {

    private final Navigator navigator;
    private final Cursor cursor;

    Subscription(Navigator navigator, Cursor cursor) {
        this.navigator = navigator;
        this.cursor = cursor;
    }

    /** Replaces the filter, from the present position on. */
    public void filter(FilterKeys filter) {
        navigator.filter(cursor, filter);
    }

    /** Stays where it is. */
    public void pause() {
        navigator.pause(cursor, true);
    }

    /** Goes on where {@link #pause} stopped. */
    public void resume() {
        navigator.pause(cursor, false);
    }

    /** Sends at most so many entries a second from here on and leaves out the older ones; 0 for all of them. */
    public void rate(int maxPerSecond) {
        rate(maxPerSecond, Optional.empty());
    }

    /** The same; with a level, half of them are for entries of that level and above, and what is left out counts its errors. */
    public void rate(int maxPerSecond, Optional<Level> halfFrom) {
        navigator.rate(cursor, maxPerSecond, halfFrom.orElse(null));
    }

    /** Jumps to the newest entry. */
    public void seekLive() {
        navigator.seekLive(cursor);
    }

    /** Jumps to a position, forward or back. */
    public void seek(Position target) {
        navigator.seek(cursor, target);
    }

    /** The outlet takes more again. */
    public void drained() {
        navigator.drained(cursor);
    }

    /** Refuses a client message. */
    public void refuse(String code, String error, int position) {
        cursor.send(cursor.framing.error(code, error, position));
    }

    /** Ends the subscription; nothing is written to the outlet any more. */
    public void close() {
        cursor.close();
    }
}
