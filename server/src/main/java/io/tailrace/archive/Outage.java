package io.tailrace.archive;

import io.micrometer.core.instrument.Counter;
import io.tailrace.log.HistoryException;
import org.slf4j.Logger;

/**
 * Whether something that is tried again and again fails at present. Each failure is counted; the first one and the end are
 * logged. Told by one thread, asked by any.
 */
final class Outage {

    private enum State {
        WORKS,
        FAILS,
        DISK_FULL
    }

    private final Logger log;
    private final String begins;
    private final String ends;
    private final Counter failures;
    private volatile State state = State.WORKS;

    /**
     * @param begins what to log when it begins to fail
     * @param ends what to log when it works again
     */
    Outage(Logger log, String begins, String ends, Counter failures) {
        this.log = log;
        this.begins = begins;
        this.ends = ends;
        this.failures = failures;
    }

    void failed(Throwable failure) {
        failures.increment();
        if (state == State.WORKS) {
            log.error(begins, failure);
        }
        state = failure instanceof HistoryException store && store.kind() == HistoryException.Kind.DISK_FULL
                ? State.DISK_FULL
                : State.FAILS;
    }

    void worked() {
        if (state != State.WORKS) {
            log.info(ends);
            state = State.WORKS;
        }
    }

    boolean isDiskFull() {
        return state == State.DISK_FULL;
    }
}
