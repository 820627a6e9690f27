package io.tailrace.http.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of answers may wait for their clients' sockets together. An answer is counted from before it is written
 * until the kernel has taken it or the connection is closed; small ones are always sent. Shared by all event loops, each of
 * which knows it by its context.
 */
public final class AnswerBudget {

    /** Answers up to this size are always sent, errors among them. */
    static final int ALWAYS_SENT = 4 << 10;

    private final long max;
    private final AtomicLong waiting = new AtomicLong();
    private final Counter refused;

    public AnswerBudget(long max, MeterRegistry meters) {
        this.max = max;
        Gauge.builder("tailrace.answers.bytes", waiting, AtomicLong::get)
                .description("Bytes of answers that wait for their clients to take them")
                .register(meters);
        Gauge.builder("tailrace.answers.max.bytes", () -> max)
                .description("The bound of tailrace_answers_bytes, see --max-answer-bytes")
                .register(meters);
        refused = Counter.builder("tailrace.answers.refused")
                .description("Answers that were replaced by 503 because too many bytes of others waited")
                .register(meters);
    }

    /** Has the answers of an event loop counted. */
    public void countOn(Context loop) {
        loop.put(AnswerBudget.class, this);
    }

    /** The budget of the loop that runs this; none outside of a server. */
    static Optional<AnswerBudget> ofThisLoop() {
        Context loop = Vertx.currentContext();
        return loop == null ? Optional.empty() : Optional.ofNullable(loop.get(AnswerBudget.class));
    }

    /** Takes room for an answer; says whether there was any. */
    boolean reserve(long bytes) {
        if (waiting.addAndGet(bytes) <= max) {
            return true;
        }
        waiting.addAndGet(-bytes);
        refused.increment();
        return false;
    }

    void giveBack(long bytes) {
        waiting.addAndGet(-bytes);
    }
}
