package io.tailrace.bench.soak;

/** How a reader of the soak behaves. */
enum Pace {
    /** Reads what there is. */
    STEADY,
    /** Takes half of what comes, so it falls behind for as long as the soak lasts. */
    SLOW,
    /** Breaks its connection every few seconds and comes back with its last position. */
    RESTLESS,
    /** Stops reading for some seconds, again and again; on a WebSocket now and then by saying so. */
    PAUSING
}
