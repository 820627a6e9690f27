package io.tailrace.http.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.LastWork;
import io.tailrace.fault.Seam;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that decompress and parse large bodies, and do nothing else, with a bounded queue before them. Any event loop
 * may ask.
 */
public final class BodyWorkers implements Closeable {

    private static final int QUEUE = 1024;
    private final ThreadPoolExecutor threads;
    private final Faults faults;
    private final Counter refused;

    public BodyWorkers(int count, Faults faults, MeterRegistry meters) {
        this.faults = faults;
        ArrayBlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().name("parse-", 0).factory());
        Gauge.builder("tailrace.ingest.parsing.queued", queue, ArrayBlockingQueue::size)
                .description("Request bodies that wait to be parsed")
                .register(meters);
        Gauge.builder("tailrace.ingest.parsing.queued.max", () -> QUEUE)
                .description("The bound of tailrace_ingest_parsing_queued")
                .register(meters);
        refused = Counter.builder("tailrace.ingest.parsing.refused")
                .description("Request bodies that were answered 429 as too many waited to be parsed")
                .register(meters);
    }

    /** Works something out; the future is completed on the loop, and fails with what was thrown. */
    <T> Future<T> work(Context loop, Callable<T> task) {
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> {
                Runnable outcome = outcome(task, promise);
                loop.runOnContext(_ -> outcome.run());
            });
        } catch (RejectedExecutionException full) {
            refused.increment();
            promise.fail(
                    new BodyException(429, "overloaded", "too many bodies wait to be read; try again in a second"));
        }
        return promise.future();
    }

    private <T> Runnable outcome(Callable<T> task, Promise<T> promise) {
        try {
            T worked = task.call();
            return () -> promise.complete(worked);
        } catch (BodyException refusal) {
            return () -> promise.fail(refusal);
        } catch (Throwable fault) {
            faults.caught(Seam.BODY, "A body could not be read", fault);
            return () -> promise.fail(fault);
        }
    }

    /** Lets the bodies in hand be finished, for a few seconds at most. */
    @Override
    public void close() {
        LastWork.finish(threads);
    }
}
