package io.tailrace.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all fan-outs count together. Written by their event loops, read by whoever scrapes. */
public final class StreamMeters {

    private final Map<Subscription.State, AtomicInteger> byState = new EnumMap<>(Subscription.State.class);

    /** Clients that take no more at present. */
    final AtomicInteger parked = new AtomicInteger();

    /** Pages of the history that wait for their readers. */
    final AtomicInteger pages = new AtomicInteger();

    /** How far the furthest reader of each fan-out is behind the head, in entries. */
    private final List<AtomicLong> lags = new CopyOnWriteArrayList<>();

    final Counter batches;
    final Counter deliveries;
    final Counter bytes;

    public StreamMeters(MeterRegistry meters) {
        for (Subscription.State state : Subscription.State.values()) {
            AtomicInteger count = new AtomicInteger();
            byState.put(state, count);
            if (state != Subscription.State.CLOSED) {
                String name = state.name().toLowerCase(Locale.ROOT);
                Gauge.builder("tailrace.stream.subscriptions", count, AtomicInteger::get)
                        .tag("state", name)
                        .register(meters);
            }
        }
        meters.gauge("tailrace.stream.parked", parked);
        meters.gauge("tailrace.stream.pages", pages);
        Gauge.builder("tailrace.stream.lag.entries", () -> worstLag()).register(meters);
        batches = meters.counter("tailrace.stream.batches");
        deliveries = meters.counter("tailrace.stream.deliveries");
        bytes = meters.counter("tailrace.stream.bytes");
    }

    /** The lag of one more fan-out, which its event loop sets. */
    AtomicLong newLag() {
        AtomicLong lag = new AtomicLong();
        lags.add(lag);
        return lag;
    }

    private long worstLag() {
        return lags.stream().mapToLong(AtomicLong::get).max().orElse(0);
    }

    void opened() {
        count(Subscription.State.WAITING).incrementAndGet();
    }

    void changed(Subscription.State from, Subscription.State to) {
        count(from).decrementAndGet();
        count(to).incrementAndGet();
    }

    private AtomicInteger count(Subscription.State state) {
        AtomicInteger count = byState.get(state);
        if (count == null) {
            throw new IllegalStateException("no count for " + state);
        }
        return count;
    }
}
