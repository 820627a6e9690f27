package io.tailrace.stream;

/**
 * The places for pages of the history on one event loop. A page has one from when a worker begins to read it until its last
 * batch was sent or dropped. Owned by the event loop.
 */
final class PagePlaces {

    private final int most;
    private final StreamMeters meters;
    private int taken;

    PagePlaces(int most, StreamMeters meters) {
        this.most = most;
        this.meters = meters;
    }

    boolean tryTake() {
        if (taken >= most) {
            return false;
        }
        taken++;
        meters.pages.incrementAndGet();
        return true;
    }

    void giveBack() {
        taken--;
        meters.pages.decrementAndGet();
    }
}
