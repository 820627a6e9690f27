package io.tailrace.http.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailrace.archive.TooManyBuckets;
import io.tailrace.fault.Faults;
import io.tailrace.fault.LastWork;
import io.tailrace.fault.Seam;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.tailrace.log.RunningQuery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.Closeable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which questions are worked out, so many at once, with a bounded and fair queue before them. A question is
 * stopped when its time is over, from its request on, or when its client goes. Whatever a question throws is its answer,
 * and the thread goes on. Any thread may ask.
 */
public final class QueryPool implements Closeable {

    /** How often a question that was stopped and has not ended is stopped again. */
    private static final long STOP_AGAIN_MILLIS = 20;

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;
    private final long timeoutMillis;
    private final Set<Question<?>> open = ConcurrentHashMap.newKeySet();
    private final MeterRegistry meters;
    private final String name;
    private final FairQueue<Question<?>> queue;
    private final Faults faults;
    private volatile boolean closed;

    private final Counter refused;
    private final Counter timedOut;
    private final Counter cancelled;

    /**
     * @param name of its threads, and of its metrics
     * @param atOnce how many questions are worked on at once
     * @param queued how many may wait; more are refused
     * @param timeoutMillis how long a question may take, waiting included; 0 for as long as it takes
     */
    public QueryPool(String name, int atOnce, int queued, long timeoutMillis, Faults faults, MeterRegistry meters) {
        this.name = name;
        this.timeoutMillis = timeoutMillis;
        this.faults = faults;
        this.meters = meters;
        queue = new FairQueue<>(atOnce, queued);
        // One more, for the place that is kept; nothing waits in here.
        threads = new ThreadPoolExecutor(
                atOnce + 1, atOnce + 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Background.threads(name));
        threads.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name + "-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        refused = counter("refused", "Questions refused because too many wait");
        timedOut = counter("timed.out", "Questions stopped because they took too long");
        cancelled = counter("cancelled", "Questions stopped because their client went");
        gauge("running", "Questions that are worked on", queue::running);
        gauge("queued", "Questions that wait", queue::waiting);
        gauge(
                "running.max",
                "Questions that are worked on at once; one more for a client for whom nobody works",
                () -> atOnce);
        gauge("queued.max", "Questions that may wait", () -> queued);
    }

    private Counter counter(String what, String description) {
        return Counter.builder("tailrace." + name + "." + what)
                .description(description)
                .register(meters);
    }

    private void gauge(String what, String description, IntSupplier value) {
        Gauge.builder("tailrace." + name + "." + what, value::getAsInt)
                .description(description)
                .strongReference(true)
                .register(meters);
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
     * @param request whose address takes its turn with others, and the end of whose response is the end of the question
     */
    public <T> Future<T> ask(Context loop, String kind, HttpServerRequest request, Function<RunningQuery, T> asked) {
        Question<T> question = new Question<>(loop, kind, asker(request), asked);
        if (closed) {
            return Future.failedFuture(new QueryStopped(QueryStopped.Why.SHUTTING_DOWN));
        }
        open.add(question);
        switch (queue.enter(question.asker, question)) {
            case FairQueue.Entry.Begins<?> _ -> begin(question);
            case FairQueue.Entry.Waits<?> _ -> {}
            case FairQueue.Entry.Replaces<Question<?>>(Question<?> replaced) -> replaced.refuse();
            case FairQueue.Entry.Refused<?> _ -> {
                question.refuse();
                return question.answer.future();
            }
        }
        request.response().closeHandler(_ -> stop(question, QueryStopped.Why.CLIENT_GONE));
        request.response().exceptionHandler(_ -> stop(question, QueryStopped.Why.CLIENT_GONE));
        if (timeoutMillis > 0) {
            stopLater(question, QueryStopped.Why.TIMED_OUT, timeoutMillis);
        }
        return question.answer.future();
    }

    /** Clients behind one proxy share its address, and its turns. */
    private static String asker(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }

    private void stop(Question<?> question, QueryStopped.Why why) {
        if (!open.contains(question)) {
            return;
        }
        question.running.stop(why);
        if (queue.remove(question.asker, question)) {
            // It has not begun, and now ends at its first step.
            question.answer();
        } else {
            stopLater(question, why, STOP_AGAIN_MILLIS);
        }
    }

    private void begin(Question<?> question) {
        try {
            threads.execute(question);
        } catch (RejectedExecutionException closing) {
            question.running.stop(QueryStopped.Why.SHUTTING_DOWN);
            question.answer();
        }
    }

    private void beginNext() {
        Optional<Question<?>> next = queue.next();
        while (next.isPresent()) {
            begin(next.get());
            next = queue.next();
        }
    }

    private void stopLater(Question<?> question, QueryStopped.Why why, long millis) {
        question.nextStop = timer.schedule(() -> stop(question, why), millis, TimeUnit.MILLISECONDS);
    }

    /** One question, from its request to its answer. */
    private final class Question<T> implements Runnable {

        private final RunningQuery running = new RunningQuery();
        private final Promise<T> answer = Promise.promise();
        private final Context loop;
        private final String kind;
        private final String asker;
        private final Function<RunningQuery, T> asked;
        private final long askedAt = System.nanoTime();
        private volatile @Nullable ScheduledFuture<?> nextStop;

        Question(Context loop, String kind, String asker, Function<RunningQuery, T> asked) {
            this.loop = loop;
            this.kind = kind;
            this.asker = asker;
            this.asked = asked;
        }

        /** Its place is free before it is answered, so that who has an answer can ask again. */
        @Override
        public void run() {
            Runnable outcome = work();
            queue.ended(asker);
            try {
                answer(outcome);
            } finally {
                beginNext();
            }
        }

        /** Answers one that was stopped before it began. */
        void answer() {
            answer(work());
        }

        private void answer(Runnable outcome) {
            end();
            loop.runOnContext(_ -> outcome.run());
        }

        /** There is no place for it, or none any more. */
        void refuse() {
            refused.increment();
            end();
            loop.runOnContext(_ -> answer.fail(new Overloaded()));
        }

        private Runnable work() {
            try {
                running.check();
                T worked = asked.apply(running);
                return () -> answer.complete(worked);
            } catch (QueryStopped stopped) {
                count(stopped.why());
                return () -> answer.fail(stopped);
            } catch (HistoryException | TooManyBuckets failed) {
                return () -> answer.fail(failed);
            } catch (Throwable fault) {
                faults.caught(Seam.QUERY, "A question of the kind " + kind + " failed", fault);
                return () -> answer.fail(fault);
            }
        }

        private void count(QueryStopped.Why why) {
            switch (why) {
                case TIMED_OUT -> timedOut.increment();
                case CLIENT_GONE, CLIENT_SILENT -> cancelled.increment();
                case SHUTTING_DOWN -> {}
            }
        }

        private void end() {
            open.remove(this);
            Timer.builder("tailrace." + name)
                    .description("How long questions took, their wait included")
                    .tag("kind", kind)
                    .register(meters)
                    .record(System.nanoTime() - askedAt, TimeUnit.NANOSECONDS);
            java.util.concurrent.Future<?> timer = nextStop;
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    /** Stops all questions and waits for them to end, for a few seconds at most. */
    @Override
    public void close() {
        closed = true;
        open.forEach(question -> stop(question, QueryStopped.Why.SHUTTING_DOWN));
        LastWork.finish(threads);
        timer.shutdownNow();
    }
}
