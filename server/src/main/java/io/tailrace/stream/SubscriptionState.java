package io.tailrace.stream;

/** What a subscription is doing. */
enum SubscriptionState {
    /** It waits for a worker, for example to find out where it starts. */
    WAITING,
    /** It reads as a member of a cohort. */
    FOLLOWING,
    /** It reads by itself, at most so many entries a second. */
    RATED,
    /** It stays where it is until it is resumed. */
    PAUSED,
    /** It is over. */
    CLOSED
}
