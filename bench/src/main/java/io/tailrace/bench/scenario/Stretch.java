package io.tailrace.bench.scenario;

import io.tailrace.bench.load.Delivery;
import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Posted;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.ServerProcess;
import io.tailrace.bench.process.Usage;
import java.time.Duration;

/** One stretch of posting at a fixed rate, with what the clients received of it and what it cost. */
record Stretch(Posted posted, Delivery delivery, Usage usage) {

    private static final Duration ARRIVAL_PATIENCE = Duration.ofSeconds(20);

    /** Posts for so long, waits until everything has arrived everywhere, and takes stock. */
    static Stretch run(ServerProcess server, TailClients clients, OpenLoop sender, int entriesPerSecond, int seconds) {
        clients.reset();
        int connected = clients.connected();
        Usage.Mark mark = server.mark();
        Posted posted = sender.run(entriesPerSecond, seconds);
        clients.awaitDeliveries(posted.accepted() * connected, ARRIVAL_PATIENCE);
        Usage usage = mark.used();
        return new Stretch(posted, clients.delivery(posted.firstId(), posted.lastId()), usage);
    }

    /** Whether all was accepted and all arrived. */
    boolean whole() {
        return posted.whole() && delivery.whole();
    }

    /** What went wrong, or that nothing did. */
    String describe() {
        String refused = posted.whole()
                ? ""
                : "%d posts were refused, first: %s; ".formatted(posted.refusedPosts(), posted.firstRefusal());
        return refused + delivery.describe();
    }

    /** CPU microseconds of the server for each delivery, accepting and storing included. */
    double microsPerDelivery() {
        return usage.server() / 1_000.0 / delivery.deliveries();
    }
}
