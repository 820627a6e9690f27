package io.tailrace.bench.scenario;

import io.tailrace.bench.load.Delivery;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a client that was away gets everything it missed, from the first entry on. */
@Command(name = "catchup", description = "Entries a second to one client that reads everything from the start.")
public final class Catchup implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--entries", description = "Stored entries at least (default: ${DEFAULT-VALUE}).")
    private long entries = 10_000_000;

    @Option(names = "--target", description = "Entries a second at least (default: ${DEFAULT-VALUE}).")
    private double target = 300_000;

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients group = rig.clients(rig.server().port(), Rig.TAIL + "?after=0", Payload.ENTRIES)) {
            long newest = Filling.upTo(rig, entries);
            rig.awaitQuiet();
            Usage.Mark mark = rig.server().mark();
            group.connect(1);
            group.awaitDeliveries(newest, PATIENCE);
            Usage usage = mark.used();
            return report(System.out, newest, group.delivery(1, newest), usage);
        }
    }

    private int report(PrintStream out, long newest, Delivery delivery, Usage usage) {
        Printing.threads(out, usage);
        Printing.cores(out, usage);
        out.println("CPU us an entry: server " + Figures.number(usage.server() / 1_000.0 / newest, 2));
        if (!delivery.whole()) {
            return Verdict.FAIL.print(out, "catchup", delivery.describe());
        }
        double perSecond = newest * 1e9 / usage.nanos();
        String figures = "%s entries/s over %s entries, target at least %s"
                .formatted(Figures.number(perSecond, 0), Figures.count(newest), Figures.number(target, 0));
        return Verdict.of(perSecond >= target).print(out, "catchup", figures);
    }
}
