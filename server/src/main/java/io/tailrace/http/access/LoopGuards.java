package io.tailrace.http.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The guards of all connections of one event loop, which looks at them several times in each of their deadlines. Its beat
 * also tells whether the loop lives. Owned by the loop; {@link #isAlive} may be asked by any thread.
 */
public final class LoopGuards implements ConnectionWatch {

    /** A loop that has not come round for so long is stuck. */
    private static final long LONGEST_TURN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Deadlines deadlines;
    private final Faults faults;
    private final Map<Watched, ChannelHandlerContext> guards = new HashMap<>();
    private final Map<ConnectionWatch.Reason, Counter> closed = new EnumMap<>(ConnectionWatch.Reason.class);
    private LongConsumer alsoLooks = _ -> {};
    private volatile long beatAt = System.nanoTime();
    private volatile boolean beats;

    public LoopGuards(Deadlines deadlines, Faults faults, MeterRegistry meters) {
        this.deadlines = deadlines;
        this.faults = faults;
        for (ConnectionWatch.Reason reason : ConnectionWatch.Reason.values()) {
            closed.put(
                    reason,
                    Counter.builder("tailrace.connections.timed.out")
                            .description("Connections that were closed because their client did nothing for too long")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** Begins to look, on the loop that these guards belong to. */
    public void start(EventLoop loop) {
        long millis = deadlines.lookMillis();
        beats = true;
        Future<?> _ = loop.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Has somebody else look too, each time; told the time as {@link System#nanoTime}. */
    public void alsoLooks(LongConsumer other) {
        alsoLooks = other;
    }

    /** Whether the loop has come round lately. */
    public boolean isAlive() {
        return !beats || System.nanoTime() - beatAt < LONGEST_TURN_NANOS;
    }

    /** A guard for a connection of this loop. */
    public ConnectionGuard guard(boolean reserved) {
        return new ConnectionGuard(deadlines, this, faults, reserved);
    }

    @Override
    public void add(ChannelHandlerContext context, Watched guard) {
        guards.put(guard, context);
    }

    @Override
    public void remove(Watched guard) {
        guards.remove(guard);
    }

    @Override
    public void closed(ConnectionWatch.Reason why) {
        Counter counter = closed.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    private void look() {
        long now = System.nanoTime();
        beatAt = now;
        try {
            alsoLooks.accept(now);
            // What is closed leaves the map at once.
            List.copyOf(guards.entrySet()).forEach(entry -> entry.getKey().look(entry.getValue(), now));
        } catch (Throwable broken) {
            faults.caught(Seam.CLIENT, "Looking at the connections failed", broken);
        }
    }
}
