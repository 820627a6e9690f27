package io.tailrace.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.http.access.ClientLimit;

/** How many connections and streams there may be, and are. Shared by all event loops. */
final class Connections {

    private final ClientLimit limit;
    private final ClientLimit streams;
    private final Counter refused;

    Connections(ListenOptions options, MeterRegistry meters) {
        limit = new ClientLimit(options.maxConnections());
        streams = new ClientLimit(options.maxClients());
        refused = meters.counter("tailrace.connections.refused");
        meters.gauge("tailrace.connections", limit, ClientLimit::count);
        meters.gauge("tailrace.connections.max", limit, ClientLimit::max);
        meters.gauge("tailrace.streams", streams, ClientLimit::count);
        meters.gauge("tailrace.streams.max", streams, ClientLimit::max);
    }

    ClientLimit limit() {
        return limit;
    }

    ClientLimit streams() {
        return streams;
    }

    void refused() {
        refused.increment();
    }
}
