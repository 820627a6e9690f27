package io.tailrace.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.http.access.ClientLimit;

/**
 * How many connections and streams there may be, and are. A few places beyond the bound are kept for whoever looks after
 * the server from the same machine. Shared by all event loops.
 */
final class Connections {

    /** Connections beyond the bound from loopback, for health, readiness and metrics. */
    private static final int RESERVED = 8;

    private final ClientLimit limit;
    private final ClientLimit streams;
    private final ClientLimit reserved = new ClientLimit(RESERVED);
    private final Counter refused;

    Connections(ListenOptions options, MeterRegistry meters) {
        limit = new ClientLimit(options.maxConnections());
        streams = new ClientLimit(options.maxClients());
        refused = Counter.builder("tailrace.connections.refused")
                .description("Connections that came beyond --max-connections")
                .register(meters);
        gauge("tailrace.connections", limit, "Open connections", meters);
        gauge("tailrace.streams", streams, "Open streams", meters);
        gauge("tailrace.connections.reserved", reserved, "Open connections beyond --max-connections", meters);
        Gauge.builder("tailrace.connections.max", limit, ClientLimit::max)
                .description("The bound of tailrace_connections, see --max-connections")
                .register(meters);
        Gauge.builder("tailrace.streams.max", streams, ClientLimit::max)
                .description("The bound of tailrace_streams, see --max-clients")
                .register(meters);
    }

    private static void gauge(String name, ClientLimit of, String description, MeterRegistry meters) {
        Gauge.builder(name, of, ClientLimit::count).description(description).register(meters);
    }

    ClientLimit limit() {
        return limit;
    }

    ClientLimit streams() {
        return streams;
    }

    /** The places beyond the limit. */
    ClientLimit reserved() {
        return reserved;
    }

    void refused() {
        refused.increment();
    }
}
