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

    private final Map<SubscriptionState, AtomicInteger> byState = new EnumMap<>(SubscriptionState.class);

    /** Clients that take no more at present. */
    final AtomicInteger parked = new AtomicInteger();

    /** Pages of the history that are read, or wait for their readers. */
    final AtomicInteger pages = new AtomicInteger();

    /** How far the furthest reader of each fan-out is behind the head, in entries. */
    private final List<AtomicLong> lags = new CopyOnWriteArrayList<>();

    final Counter batches;
    final Counter deliveries;
    final Counter bytes;
    final Counter fellBehind;

    public StreamMeters(MeterRegistry meters) {
        for (SubscriptionState state : SubscriptionState.values()) {
            AtomicInteger count = new AtomicInteger();
            byState.put(state, count);
            if (state != SubscriptionState.CLOSED) {
                Gauge.builder("tailrace.stream.subscriptions", count, AtomicInteger::get)
                        .description("Open streams, by what they are doing")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(meters);
            }
        }
        Gauge.builder("tailrace.stream.parked", parked, AtomicInteger::get)
                .description("Streams whose clients take no more at present")
                .register(meters);
        Gauge.builder("tailrace.stream.pages", pages, AtomicInteger::get)
                .description("Pages of the archive that are read for streams, or wait for slow clients")
                .register(meters);
        Gauge.builder("tailrace.stream.lag.entries", this, StreamMeters::worstLag)
                .description("How many entries the stream that is furthest behind has not been sent yet")
                .register(meters);
        batches = counter(meters, "batches", "Reads that were framed and sent, to one stream or to many");
        deliveries = counter(meters, "deliveries", "Batches that were handed to a stream's connection");
        bytes = counter(meters, "bytes", "Bytes that were handed to streams' connections");
        fellBehind = counter(meters, "fell.behind", "How often streams of one filter that were live fell behind");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("tailrace.stream." + name)
                .description(description)
                .register(meters);
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
        count(SubscriptionState.WAITING).incrementAndGet();
    }

    void changed(SubscriptionState from, SubscriptionState to) {
        count(from).decrementAndGet();
        count(to).incrementAndGet();
    }

    private AtomicInteger count(SubscriptionState state) {
        AtomicInteger count = byState.get(state);
        if (count == null) {
            throw new IllegalStateException("no count for " + state);
        }
        return count;
    }
}
