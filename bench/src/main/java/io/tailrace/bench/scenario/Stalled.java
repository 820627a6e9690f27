package io.tailrace.bench.scenario;

import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.Memory;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What clients that never read do to those that do: turns with them and turns without them. */
@Command(name = "stalled", description = "Latency of those that read, beside clients that never read.")
public final class Stalled implements Measured {

    private static final double TARGET_PERCENTILE = 99;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--clients", description = "Clients that read (default: ${DEFAULT-VALUE}).")
    private int clients = 900;

    @Option(names = "--stalled", description = "Clients that do not (default: ${DEFAULT-VALUE}).")
    private int stalled = 100;

    @Option(names = "--rate", description = "Entries a second (default: ${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(names = "--batch", description = "Entries in a post (default: ${DEFAULT-VALUE}).")
    private int batch = 20;

    @Option(names = "--seconds", description = "Length of a turn, below the server's patience with the silent.")
    private int seconds = 20;

    @Option(names = "--warmup", description = "Seconds before the first turn (default: ${DEFAULT-VALUE}).")
    private int warmup = 15;

    @Option(names = "--rounds", description = "Turns of each kind (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--target", description = "How many times the p99 without them at most.")
    private double target = 1.2;

    private final PrintStream out = System.out;
    private List<Score> scores = List.of();
    private final Table table =
            new Table("turn", "p50 ms", "p99 ms", "max ms", "RSS MB before", "RSS MB after", "stalled still there");
    private final List<Stretch> without = new ArrayList<>();
    private final List<Stretch> with = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients readers = rig.clients(Payload.STAMPED_ENTRIES);
                OpenLoop sender = rig.sender(batch)) {
            readers.connect(clients);
            Stretch.run(rig.server(), readers, sender, rate, warmup);
            for (int round = 0; round < rounds; round++) {
                without.add(turn(rig, readers, sender, 0));
                with.add(turn(rig, readers, sender, stalled));
            }
        }
        table.print(out);
        return report();
    }

    @Override
    public List<Score> scores() {
        return scores;
    }

    private Stretch turn(Rig rig, TailClients readers, OpenLoop sender, int silent)
            throws InterruptedException, TimeoutException {
        try (TailClients others = rig.clients(Payload.ENTRIES).withSmallReceiveBuffers()) {
            if (silent > 0) {
                others.connect(silent);
                others.stopReading();
            }
            rig.awaitQuiet();
            Memory before = rig.server().memory();
            Stretch stretch = Stretch.run(rig.server(), readers, sender, rate, seconds);
            Histogram latencies = stretch.delivery().latencies();
            table.row(
                    silent == 0 ? "without" : "with " + silent,
                    Figures.number(Figures.percentileMillis(latencies, 50), 2),
                    Figures.number(Figures.percentileMillis(latencies, TARGET_PERCENTILE), 2),
                    Figures.number(Figures.percentileMillis(latencies, 100), 2),
                    Figures.megabytes(before.rss()),
                    Figures.megabytes(rig.server().memory().rss()),
                    silent == 0 ? "-" : Integer.toString(others.connected()));
            return stretch;
        }
    }

    private int report() {
        List<Stretch> all = new ArrayList<>(without);
        all.addAll(with);
        Printing.cores(out, all.stream().map(Stretch::usage).reduce(Usage::plus).orElseThrow());
        for (Stretch stretch : all) {
            if (!stretch.whole()) {
                return Verdict.FAIL.print(out, "stalled", stretch.describe());
            }
        }
        double base = tail(without);
        double beside = tail(with);
        scores = List.of(Score.cost("p99 ms beside the stalled", beside), Score.cost("p99 ms without them", base));
        String figures =
                "p99 of those that read %s ms beside %d that do not, %s ms without: %s times, target at most %s"
                        .formatted(
                                Figures.number(beside, 2),
                                stalled,
                                Figures.number(base, 2),
                                Figures.number(beside / base, 2),
                                Figures.number(target, 1));
        return Verdict.of(beside <= base * target).print(out, "stalled", figures);
    }

    private static double tail(List<Stretch> stretches) {
        Histogram all = stretches.getFirst().delivery().latencies().copy();
        stretches.stream().skip(1).forEach(stretch -> all.add(stretch.delivery().latencies()));
        return Figures.percentileMillis(all, TARGET_PERCENTILE);
    }
}
