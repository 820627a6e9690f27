package io.tailrace.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the log takes appends, and if not, why. The appender's thread changes it, any thread asks. */
final class Availability {

    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    /** How it stands. */
    enum State {
        TAKING,
        /** The archive does not make room. Each append is tried, as the next one may find some. */
        CROWDED,
        /** The journal cannot be written. Only a probe ends that, so all are refused at once. */
        FAILED,
        /** For good. */
        ENDED
    }

    /** A state and, unless appends are taken, its reason. */
    record Now(State state, String reason) {}

    private volatile Now now = new Now(State.TAKING, "");
    private final Counter refusing;

    Availability(MeterRegistry meters) {
        refusing = Counter.builder("tailrace.append.unavailable")
                .description("How often the log went from accepting entries to refusing them")
                .register(meters);
        Gauge.builder("tailrace.append.available", this, availability -> availability.is(State.TAKING) ? 1 : 0)
                .description("1 while entries are accepted")
                .register(meters);
    }

    /** Goes over to a state. What has ended stays so. */
    void become(State state, String reason) {
        Now before = now;
        if (before.state == State.ENDED) {
            return;
        }
        now = new Now(state, reason);
        if (before.state == State.TAKING && state != State.TAKING) {
            refusing.increment();
            if (state != State.ENDED) {
                LOG.error("Not accepting entries: {}", reason);
            }
        } else if (before.state != State.TAKING && state == State.TAKING) {
            LOG.info("Accepting entries again");
        }
    }

    boolean is(State state) {
        return now.state == state;
    }

    /** Why nobody need try, if so. */
    Optional<String> refusal() {
        Now current = now;
        return current.state == State.FAILED || current.state == State.ENDED
                ? Optional.of(current.reason)
                : Optional.empty();
    }

    /** Why nothing can be appended at present, if so. */
    Optional<String> reason() {
        Now current = now;
        return current.state == State.TAKING ? Optional.empty() : Optional.of(current.reason);
    }
}
