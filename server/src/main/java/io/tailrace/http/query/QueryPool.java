package io.tailrace.http.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which questions are worked out, so many at once, with a bounded queue before them. A question is stopped
 * when its time is over, from its request on, or when its client goes. Any thread may ask.
 */
public final class QueryPool implements Closeable {

    /** How often a question that was stopped and has not ended is stopped again. */
    private static final long STOP_AGAIN_MILLIS = 20;

    private static final long CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;
    private final long timeoutMillis;
    private final Set<Question<?>> open = ConcurrentHashMap.newKeySet();
    private final MeterRegistry meters;
    private final String name;
    private final int most;

    /** Questions that wait or are worked on. */
    private final AtomicInteger places = new AtomicInteger();

    private final Counter refused;
    private final Counter timedOut;
    private final Counter cancelled;

    /**
     * @param name of its threads, and of its metrics
     * @param atOnce how many questions are worked on at once
     * @param queued how many may wait; more are refused
     * @param timeoutMillis how long a question may take, waiting included; 0 for as long as it takes
     */
    public QueryPool(String name, int atOnce, int queued, long timeoutMillis, MeterRegistry meters) {
        this.name = name;
        this.timeoutMillis = timeoutMillis;
        this.meters = meters;
        most = atOnce + queued;
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        threads = new ThreadPoolExecutor(atOnce, atOnce, 30, TimeUnit.SECONDS, queue, Background.threads(name));
        threads.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name + "-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        String prefix = "tailrace." + name + ".";
        refused = meters.counter(prefix + "refused");
        timedOut = meters.counter(prefix + "timed.out");
        cancelled = meters.counter(prefix + "cancelled");
        meters.gauge(prefix + "running", threads, ThreadPoolExecutor::getActiveCount);
        meters.gauge(prefix + "queued", queue, BlockingQueue::size);
        Gauge.builder(prefix + "running.max", () -> atOnce).register(meters);
        Gauge.builder(prefix + "queued.max", () -> queued).register(meters);
    }

    /** There is no room in the queue. Carries no stack trace: it is an answer, not a fault. */
    static final class Overloaded extends RuntimeException {

        private static final long serialVersionUID = 1;

        Overloaded() {
            super("too many questions wait", null, false, false);
        }
    }

    /**
     * Works out a question on a thread of the pool. The future is completed on the loop; it fails with {@link Overloaded}
     * or with what the question threw.
     *
     * @param kind of the question, for the metrics
     * @param response whose end is the end of the question
     */
    <T> Future<T> ask(Context loop, String kind, HttpServerResponse response, Function<RunningQuery, T> asked) {
        Question<T> question = new Question<>(loop, kind, asked);
        if (places.incrementAndGet() > most) {
            places.decrementAndGet();
            refused.increment();
            return Future.failedFuture(new Overloaded());
        }
        open.add(question);
        response.closeHandler(_ -> stop(question, RunningQuery.Stop.CLIENT_GONE));
        response.exceptionHandler(_ -> stop(question, RunningQuery.Stop.CLIENT_GONE));
        if (timeoutMillis > 0) {
            stopLater(question, RunningQuery.Stop.TIMED_OUT, timeoutMillis);
        }
        threads.execute(question);
        return question.answer.future();
    }

    private void stop(Question<?> question, RunningQuery.Stop why) {
        if (!open.contains(question)) {
            return;
        }
        question.running.stop(why);
        if (threads.remove(question)) {
            // It has not begun, and now ends at its first step.
            question.run();
        } else {
            stopLater(question, why, STOP_AGAIN_MILLIS);
        }
    }

    private void stopLater(Question<?> question, RunningQuery.Stop why, long millis) {
        question.nextStop = timer.schedule(() -> stop(question, why), millis, TimeUnit.MILLISECONDS);
    }

    /** One question, from its request to its answer. */
    private final class Question<T> implements Runnable {

        private final RunningQuery running = new RunningQuery();
        private final Promise<T> answer = Promise.promise();
        private final Context loop;
        private final String kind;
        private final Function<RunningQuery, T> asked;
        private final long askedAt = System.nanoTime();
        private volatile @Nullable ScheduledFuture<?> nextStop;

        Question(Context loop, String kind, Function<RunningQuery, T> asked) {
            this.loop = loop;
            this.kind = kind;
            this.asked = asked;
        }

        @Override
        public void run() {
            Runnable outcome = work();
            end();
            loop.runOnContext(_ -> outcome.run());
        }

        private Runnable work() {
            try {
                running.check();
                T worked = asked.apply(running);
                return () -> answer.complete(worked);
            } catch (QueryStopped stopped) {
                count(stopped.why());
                return () -> answer.fail(stopped);
            } catch (RuntimeException failed) {
                return () -> answer.fail(failed);
            }
        }

        private void count(RunningQuery.Stop why) {
            switch (why) {
                case TIMED_OUT -> timedOut.increment();
                case CLIENT_GONE, CLIENT_SILENT -> cancelled.increment();
                case SHUTTING_DOWN -> {}
            }
        }

        private void end() {
            open.remove(this);
            places.decrementAndGet();
            meters.timer("tailrace." + name, "kind", kind).record(System.nanoTime() - askedAt, TimeUnit.NANOSECONDS);
            java.util.concurrent.Future<?> timer = nextStop;
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    /** Stops all questions and waits for them to end, for a few seconds at most. */
    @Override
    public void close() {
        open.forEach(question -> stop(question, RunningQuery.Stop.SHUTTING_DOWN));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }
}
