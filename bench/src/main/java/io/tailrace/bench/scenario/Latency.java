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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long an entry takes from just before its POST to the clients, posted one by one on a schedule. */
public final class Latency {

    private static final double TARGET_PERCENTILE = 99;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--seconds", description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--warmup", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
    private int warmup = 15;

    private List<Score> scores = List.of();

    /** Few clients, many entries. */
    @Command(name = "latency-10", description = "POST to frame, 10 clients, 1000 entries a second.")
    public static final class Few implements Measured {

        @Mixin
        private Latency latency = new Latency();

        @Override
        public Integer call() throws IOException, InterruptedException, TimeoutException {
            return latency.run("latency-10", 10, 1_000, 1, 4);
        }

        @Override
        public List<Score> scores() {
            return latency.scores;
        }
    }

    /** Many clients, few entries. */
    @Command(name = "latency-1000", description = "POST to frame, 1000 clients, 100 entries a second.")
    public static final class Many implements Callable<Integer> {

        @Mixin
        private Latency latency = new Latency();

        @Override
        public Integer call() throws IOException, InterruptedException, TimeoutException {
            return latency.run("latency-1000", 1_000, 100, 4, 10);
        }
    }

    private int run(String name, int clients, int rate, double medianTarget, double tailTarget)
            throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients group = rig.clients(Payload.STAMPED_ENTRIES);
                OpenLoop sender = rig.sender(1)) {
            group.connect(clients);
            Stretch.run(rig.server(), group, sender, rate, warmup);
            rig.awaitQuiet();
            Stretch stretch = Stretch.run(rig.server(), group, sender, rate, seconds);
            return report(System.out, name, stretch, medianTarget, tailTarget);
        }
    }

    private int report(PrintStream out, String name, Stretch stretch, double medianTarget, double tailTarget) {
        Histogram latencies = stretch.delivery().latencies();
        Printing.latencies(out, latencies, stretch);
        Printing.threads(out, stretch.usage());
        Printing.cores(out, stretch.usage());
        if (!stretch.whole()) {
            return Verdict.FAIL.print(out, name, stretch.describe());
        }
        double median = Figures.percentileMillis(latencies, 50);
        double tail = Figures.percentileMillis(latencies, TARGET_PERCENTILE);
        scores = List.of(Score.cost("p50 ms", median), Score.cost("p99 ms", tail));
        return Verdict.of(median <= medianTarget && tail <= tailTarget)
                .print(
                        out,
                        name,
                        "p50 %s ms, target at most %s; p99 %s ms, target at most %s"
                                .formatted(
                                        Figures.number(median, 2),
                                        Figures.number(medianTarget, 0),
                                        Figures.number(tail, 2),
                                        Figures.number(tailTarget, 0)));
    }
}
