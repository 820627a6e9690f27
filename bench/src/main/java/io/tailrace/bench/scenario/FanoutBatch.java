package io.tailrace.bench.scenario;

import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one delivery costs when entries come in batches. */
@Command(name = "fanout-batch", description = "CPU per delivery, entries posted in batches.")
public final class FanoutBatch implements Measured {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--clients", description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 1_000;

    @Option(names = "--rate", description = "Entries a second (default: ${DEFAULT-VALUE}).")
    private int rate = 2_000;

    @Option(names = "--batch", description = "Entries in a post (default: ${DEFAULT-VALUE}).")
    private int batch = 100;

    @Option(names = "--seconds", description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--warmup", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
    private int warmup = 15;

    @Option(names = "--target", description = "CPU microseconds a delivery at most (default: ${DEFAULT-VALUE}).")
    private double target = 0.2;

    private List<Score> scores = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients group = rig.clients(Payload.STAMPED_ENTRIES);
                OpenLoop sender = rig.sender(batch)) {
            group.connect(clients);
            Stretch.run(rig.server(), group, sender, rate, warmup);
            rig.awaitQuiet();
            return report(System.out, Stretch.run(rig.server(), group, sender, rate, seconds));
        }
    }

    @Override
    public List<Score> scores() {
        return scores;
    }

    private int report(PrintStream out, Stretch stretch) {
        Printing.latencies(out, stretch.delivery().latencies(), stretch);
        Printing.threads(out, stretch.usage());
        Printing.cores(out, stretch.usage());
        if (!stretch.whole()) {
            return Verdict.FAIL.print(out, "fanout-batch", stretch.describe());
        }
        double cost = stretch.microsPerDelivery();
        scores = List.of(
                Score.cost("server CPU us a delivery", cost),
                Score.cost("p99 ms", Figures.percentileMillis(stretch.delivery().latencies(), 99)));
        return Verdict.of(cost <= target)
                .print(
                        out,
                        "fanout-batch",
                        "server " + Figures.number(cost, 3) + " us of CPU a delivery, target at most " + target);
    }
}
