package io.tailrace.stream;

import io.netty.util.concurrent.EventExecutor;
import io.tailrace.entry.Position;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.EventLog;
import io.tailrace.log.RunningQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the log to the subscriptions of one event loop. A commit only signals it; in its turn it reads from each
 * position up to what is committed, a bounded step at a time. What needs the history is asked of workers.
 *
 * <p>All but {@link #schedule} happens on the event loop, so nothing here is locked.
 */
public final class Fanout {

    private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

    /** How long it may be until each client is looked after again. */
    private static final long LOOK_MILLIS = 1000;

    private final EventLog log;
    private final EventExecutor loop;
    private final Executor workers;
    private final StreamMeters meters;
    private final Runnable onCommit = this::schedule;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // The event loop.
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final CohortReader cohorts;
    private final RatedReader rated;
    private final Heartbeats heartbeats;
    private final long ticksToLook;
    private @Nullable ScheduledFuture<?> ticking;
    private long ticks;

    public Fanout(EventLog log, EventExecutor loop, Executor workers, StreamLimits limits, StreamMeters meters) {
        this.log = log;
        this.loop = loop;
        this.workers = workers;
        this.meters = meters;
        heartbeats = new Heartbeats(log, limits);
        cohorts = new CohortReader(log, this, limits, heartbeats, meters);
        rated = new RatedReader(log, this, limits, meters);
        long lookMillis = Math.min(LOOK_MILLIS, limits.heartbeatMillis() / 2);
        ticksToLook = Math.max(1, lookMillis / RateLimit.SLICE_MILLIS);
    }

    /** Begins to follow the log. */
    public void start() {
        ticking = loop.scheduleAtFixedRate(
                this::tick, RateLimit.SLICE_MILLIS, RateLimit.SLICE_MILLIS, TimeUnit.MILLISECONDS);
        log.onCommit(onCommit);
    }

    /** Ends every subscription, because the server shuts down. */
    public void stop() {
        log.removeOnCommit(onCommit);
        if (ticking != null) {
            ticking.cancel(false);
        }
        for (Subscription subscription : List.copyOf(subscriptions)) {
            subscription.outlet.close(Outlet.End.SHUTTING_DOWN);
            subscription.close();
        }
    }

    /** Begins a subscription. If it says hello, that is the first thing it says. */
    public Subscription subscribe(FilterKeys filter, Framing framing, Start start, Outlet outlet) {
        Subscription subscription = new Subscription(this, filter, framing, outlet, System.nanoTime());
        subscription.slotInFanout = subscriptions.size();
        subscriptions.add(subscription);
        meters.opened();
        subscription.send(framing.hello(log.firstId() - 1, log.committed()));
        if (StartPoint.needsQuery(start)) {
            ask(subscription, () -> StartPoint.find(log, filter.filter(), start), point -> begin(subscription, point));
        } else {
            begin(subscription, StartPoint.find(log, filter.filter(), start));
        }
        return subscription;
    }

    private static void begin(Subscription subscription, StartPoint point) {
        if (point.gap() != null) {
            subscription.send(subscription.framing.gap(point.gap()));
        }
        subscription.proceedAt(point.position());
    }

    /** Has a turn taken soon. From any thread. */
    public void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            onLoop(this::turn);
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The event loop has stopped", stopped);
        }
    }

    private void turn() {
        scheduled.set(false);
        long committed = log.committed();
        boolean more = cohorts.turn(committed);
        more |= rated.turn(committed);
        if (more) {
            schedule();
        }
    }

    private void tick() {
        if (!rated.isEmpty()) {
            schedule();
        }
        if (++ticks % ticksToLook == 0) {
            long now = System.nanoTime();
            cohorts.tick(now);
            // A tick may close a subscription, and the last one then takes its place.
            for (int i = subscriptions.size() - 1; i >= 0; i--) {
                Subscription subscription = subscriptions.get(i);
                heartbeats.tick(subscription, now);
                subscription.outlet.tick(now);
            }
        }
    }

    long committed() {
        return log.committed();
    }

    void join(Subscription subscription) {
        cohorts.join(subscription);
    }

    void changed(Subscription subscription, Subscription.State from, Subscription.State to) {
        meters.changed(from, to);
        rated.changed(subscription, from, to);
    }

    void forget(Subscription subscription) {
        Subscription last = subscriptions.removeLast();
        if (last != subscription) {
            subscriptions.set(subscription.slotInFanout, last);
            last.slotInFanout = subscription.slotInFanout;
        }
    }

    /** Moves a subscription ahead to an id and tells its client how much that left out. */
    void skipTo(Subscription subscription, long target) {
        long from = subscription.position();
        if (target <= from) {
            subscription.proceed();
            return;
        }
        ask(subscription, () -> log.count(subscription.filter().filter(), from, target, new RunningQuery()), count -> {
            subscription.send(subscription.framing.skipped(from + 1, target, count));
            subscription.proceedAt(target);
        });
    }

    /** Moves a subscription to a position that its client gave. */
    void seek(Subscription subscription, Position target) {
        StartPoint point = StartPoint.after(log, target);
        if (point.gap() == null && point.position() > subscription.position()) {
            skipTo(subscription, point.position());
        } else {
            begin(subscription, point);
        }
    }

    /**
     * Has a worker find something out while the subscription waits. The answer is used even if the subscription was closed
     * meanwhile, so that what it holds is released.
     */
    <T> void ask(Subscription subscription, Supplier<T> question, Consumer<T> answer) {
        subscription.waitForWorker();
        work(question, answer, () -> fail(subscription));
    }

    /** Runs a question on a worker and what follows on the event loop. */
    <T> void work(Supplier<T> question, Consumer<T> answer, Runnable failed) {
        workers.execute(() -> {
            Runnable next;
            try {
                T result = question.get();
                next = () -> answer.accept(result);
            } catch (RuntimeException e) {
                LOG.error("A reader could not be served from the archive", e);
                next = failed;
            }
            onLoop(next);
        });
    }

    void fail(Subscription subscription) {
        if (subscription.isOpen()) {
            subscription.outlet.close(Outlet.End.FAULT);
            subscription.close();
        }
    }
}
