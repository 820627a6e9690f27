package io.tailrace.bench.scenario;

import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a start takes on a full archive. */
@Command(name = "ready", description = "From the start to ready, with many archived entries; give --data to keep them.")
public final class Ready implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--entries", description = "Archived entries (default: ${DEFAULT-VALUE}).")
    private long entries = 10_000_000;

    @Option(names = "--starts", description = "How many times it is started (default: ${DEFAULT-VALUE}).")
    private int starts = 5;

    @Option(names = "--target", description = "Seconds at most (default: ${DEFAULT-VALUE}).")
    private double target = 1.5;

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        if (server.attaches() || !server.keepsData()) {
            throw new IllegalArgumentException("A start is measured on data that is kept: give --data, not --attach.");
        }
        try (Rig rig = Rig.open(server)) {
            Filling.upTo(rig, entries);
        }
        Table table = new Table("start", "seconds to ready", "RSS MB then");
        List<Double> seconds = new ArrayList<>();
        for (int start = 1; start <= starts; start++) {
            try (Rig rig = Rig.open(server)) {
                double taken = rig.server().startNanos() / 1e9;
                seconds.add(taken);
                table.row(
                        Integer.toString(start),
                        Figures.number(taken, 3),
                        Figures.megabytes(rig.server().memory().rss()));
            }
        }
        return report(System.out, table, seconds);
    }

    private int report(PrintStream out, Table table, List<Double> seconds) {
        table.print(out);
        double median = seconds.stream().sorted().skip(starts / 2).findFirst().orElseThrow();
        String figures = "%s s from start to ready with %s entries (median of %d), target at most %s"
                .formatted(Figures.number(median, 2), Figures.count(entries), starts, Figures.number(target, 1));
        return Verdict.of(median <= target).print(out, "ready", figures);
    }
}
