package io.tailrace.stream;

import io.netty.util.concurrent.EventExecutor;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.EventLog;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Workers workers;
    private final StreamMeters meters;
    private final Faults faults;
    private final Runnable onCommit = this::schedule;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // The event loop.
    private final List<Cursor> cursors = new ArrayList<>();
    private final Turn turn = new Turn(System::nanoTime);
    private final CohortReader cohorts;
    private final RatedReader rated;
    private final Navigator navigator;
    private final Heartbeats heartbeats;
    private final int ticksToLook;
    private @Nullable ScheduledFuture<?> ticking;
    private int tick;
    private int looked;

    /**
     * Who reads the history for streams; shared by all fan-outs.
     *
     * @param readers read pages of it
     * @param lookUps find and count entries in it
     */
    public record Workers(Readers readers, Readers lookUps) implements Closeable {

        /** Stops what they do. */
        @Override
        public void close() {
            lookUps.close();
            readers.close();
        }
    }

    public Fanout(
            EventLog log,
            EventExecutor loop,
            Workers workers,
            StreamLimits limits,
            StreamMeters meters,
            Faults faults) {
        this.log = log;
        this.loop = loop;
        this.workers = workers;
        this.meters = meters;
        this.faults = faults;
        heartbeats = new Heartbeats(log, limits);
        PagePlaces pages = new PagePlaces(limits.pages(), meters);
        Cohorts all = new Cohorts(heartbeats, pages, meters);
        Questions questions = new Questions(loop, workers.readers, workers.lookUps, faults);
        cohorts = new CohortReader(log, all, workers.readers, loop, limits, pages, meters, faults, onCommit);
        rated = new RatedReader(log, questions, limits, meters, faults, onCommit);
        navigator = new Navigator(log, all, rated, questions, onCommit);
        long lookMillis = Math.min(LOOK_MILLIS, limits.heartbeatMillis() / 2);
        ticksToLook = (int) Math.max(1, lookMillis / RateLimit.SLICE_MILLIS);
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
        for (Cursor cursor : List.copyOf(cursors)) {
            try {
                if (cursor.isOpen()) {
                    cursor.close();
                    cursor.outlet.close(Outlet.End.SHUTTING_DOWN);
                }
            } catch (Throwable fault) {
                faults.caught(Seam.CLOSE, "A stream could not be closed", fault);
            }
        }
    }

    /** Whether a start that must be looked up would find no place at present. */
    public boolean isOverloaded() {
        return workers.lookUps.isFull();
    }

    /**
     * Begins a subscription. If it says hello, that is the first thing it says.
     *
     * @param start if it must be looked up and there is no place for that, the subscription ends with a fault at once; see
     *     {@link #isOverloaded}
     */
    public Subscription subscribe(FilterKeys filter, Framing framing, Start start, Outlet outlet) {
        long first = log.firstId() - 1;
        long head = log.committed();
        Cursor cursor = new Cursor(filter, framing, outlet, meters, faults, first, System.nanoTime());
        cursors.add(cursor);
        cursor.send(framing.hello(first, head));
        navigator.start(cursor, start, head);
        return new Subscription(navigator, cursor);
    }

    /** Has a turn taken soon. From any thread. */
    public void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::turn);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("The event loop has stopped", stopped);
            }
        }
    }

    private void turn() {
        scheduled.set(false);
        try {
            long committed = log.committed();
            turn.begin();
            boolean more = cohorts.turn(committed, turn);
            more |= rated.turn(committed, turn);
            if (more) {
                schedule();
            }
        } catch (Throwable fault) {
            faults.caught(Seam.READER, "A turn of the streams failed", fault);
        }
    }

    private void tick() {
        try {
            if (!rated.isEmpty()) {
                schedule();
            }
            workers.readers.stopAgain();
            workers.lookUps.stopAgain();
            lookAfterSome();
        } catch (Throwable fault) {
            faults.caught(Seam.CLIENT, "The regular look after the streams failed", fault);
        }
    }

    /** Each tick looks after its share of the clients, so that no tick takes long however many there are. */
    private void lookAfterSome() {
        long now = System.nanoTime();
        tick++;
        int share = tick == ticksToLook ? cursors.size() : cursors.size() * tick / ticksToLook;
        for (; looked < share; looked++) {
            lookAfter(cursors.get(looked), now);
        }
        if (tick == ticksToLook) {
            cursors.removeIf(cursor -> !cursor.isOpen());
            cohorts.tick(now);
            tick = 0;
            looked = 0;
        }
    }

    private void lookAfter(Cursor cursor, long now) {
        if (!cursor.isOpen()) {
            return;
        }
        try {
            heartbeats.tick(cursor, now);
            cursor.outlet.tick(now);
        } catch (Throwable fault) {
            faults.caught(Seam.CLIENT, "A stream could not be looked after", fault);
            cursor.fail();
        }
    }
}
