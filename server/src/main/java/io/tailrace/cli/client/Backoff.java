package io.tailrace.cli.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: each up to twice as long as the one before, none longer than a limit, all with jitter
 * so that clients that lost the same server do not return at the same moment.
 *
 * <p>Owned by one thread.
 */
public final class Backoff {

    private final long firstMillis;
    private final long limitMillis;
    private final RandomGenerator random;
    private long nextMillis;

    public Backoff(Duration first, Duration limit, RandomGenerator random) {
        this.firstMillis = first.toMillis();
        this.limitMillis = limit.toMillis();
        this.random = random;
        this.nextMillis = firstMillis;
    }

    /** The next pause: between half of the current step and the whole of it. */
    public Duration next() {
        long step = nextMillis;
        nextMillis = Math.min(limitMillis, step * 2);
        return Duration.ofMillis(step / 2 + random.nextLong(step / 2 + 1));
    }

    /** The next pause but not shorter than the server asked for; jitter comes on top of that. */
    public Duration nextAtLeast(Duration asked) {
        Duration pause = next();
        return asked.isZero() ? pause : asked.plus(pause.dividedBy(4));
    }

    /** It worked: the next failure begins with a short pause again. */
    public void reset() {
        nextMillis = firstMillis;
    }
}
