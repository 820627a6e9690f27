package io.tailrace.stream;

import io.tailrace.filter.Filter;
import io.tailrace.log.EntrySink;
import io.tailrace.log.History;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The history of a log with a gate before it: a test can hold questions back, make them fail in the middle, or have
 * retention remove what is old. Any thread may use it.
 */
final class GatedHistory implements History {

    private static final int OPEN = 1 << 20;

    private final History below;
    private final Semaphore gate = new Semaphore(OPEN);
    private final Semaphore waiting = new Semaphore(0);
    private volatile Supplier<? extends Throwable> failure = () -> new HistoryException("a test's", new Exception());
    private volatile RunningQuery lastQuestion = new RunningQuery();
    private volatile boolean failing;
    private volatile long expiredId;

    GatedHistory(History below) {
        this.below = below;
    }

    /** Holds back every question from here on. */
    void hold() {
        gate.drainPermits();
        waiting.drainPermits();
    }

    /** Waits until so many questions are held back. */
    void awaitHeld(int questions) throws InterruptedException {
        waiting.acquire(questions);
    }

    /** Answers what was held back and what comes. */
    void letGo() {
        gate.release(OPEN);
    }

    /** Has every question fail from here on; reads after they handed over an entry. */
    void fail(Supplier<RuntimeException> newFailure) {
        failure = newFailure;
        failing = true;
    }

    /** As {@link #fail}, with what is no exception. */
    void failWith(Supplier<Error> newFailure) {
        failure = newFailure;
        failing = true;
    }

    /** The question that came last. */
    RunningQuery lastQuestion() {
        return lastQuestion;
    }

    /** Removes all entries up to an id, as retention does. */
    void expire(long upTo) {
        expiredId = upTo;
    }

    @Override
    public long firstId() {
        return Math.max(below.firstId(), expiredId + 1);
    }

    @Override
    public long lastId() {
        return below.lastId();
    }

    @Override
    public OptionalLong lastCreatedAt() {
        return below.lastCreatedAt();
    }

    @Override
    public long read(
            Filter filter, long after, long upTo, int maxEntries, long maxBytes, EntrySink sink, RunningQuery running) {
        pass(running);
        EntrySink breaking = (id, json, from, to) -> {
            sink.entry(id, json, from, to);
            failIfFailing();
        };
        return below.read(filter, Math.max(after, expiredId), upTo, maxEntries, maxBytes, breaking, running);
    }

    @Override
    public long count(Filter filter, long after, long upTo, RunningQuery running) {
        pass(running);
        failIfFailing();
        return below.count(filter, Math.max(after, expiredId), upTo, running);
    }

    @Override
    public Newest nthNewest(Filter filter, long after, long upTo, long n, RunningQuery running) {
        pass(running);
        failIfFailing();
        return below.nthNewest(filter, Math.max(after, expiredId), upTo, n, running);
    }

    @Override
    public OptionalLong firstCreatedSince(long micros, RunningQuery running) {
        pass(running);
        failIfFailing();
        return below.firstCreatedSince(micros, running);
    }

    private void pass(RunningQuery running) {
        lastQuestion = running;
        waiting.release();
        gate.acquireUninterruptibly();
        gate.release();
    }

    private void failIfFailing() {
        if (failing) {
            switch (failure.get()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new AssertionError(other);
            }
        }
    }
}
