package io.tailrace.bench.scenario;

import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the questions take that a person asks of a full archive, alone and while entries arrive. */
@Command(
        name = "history",
        description = "Queries over many archived entries, alone and under load; give --data to keep them.")
public final class History implements Callable<Integer> {

    private static final double LIVE_TARGET = 10;
    private static final int LIVE_CLIENTS = 10;
    private static final int POSTED_AT_ONCE = 20;
    private static final int WARMUP_SECONDS = 5;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--entries", description = "Archived entries at least (default: ${DEFAULT-VALUE}).")
    private long entries = 10_000_000;

    @Option(names = "--rate", description = "Entries a second that arrive meanwhile (default: ${DEFAULT-VALUE}).")
    private int rate = 20_000;

    @Option(names = "--seconds", description = "Length of the run under load (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--runs",
            description = "How often each question is asked; the median counts (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--bytes-target", description = "Bytes of disk an entry at most (default: ${DEFAULT-VALUE}).")
    private double bytesTarget = 50;

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients group = rig.clients(Payload.STAMPED_ENTRIES);
                OpenLoop sender = rig.sender(POSTED_AT_ONCE);
                Questions questions = new Questions(rig.server().port())) {
            long newest = Filling.upTo(rig, entries);
            List<Question> asked = questions.about(newest);
            rig.awaitQuiet();
            List<Double> alone = new ArrayList<>();
            for (Question question : asked) {
                alone.add(questions.median(question, runs));
            }
            group.connect(LIVE_CLIENTS);
            Stretch.run(rig.server(), group, sender, rate, WARMUP_SECONDS);
            CompletableFuture<Stretch> live =
                    CompletableFuture.supplyAsync(() -> Stretch.run(rig.server(), group, sender, rate, seconds));
            List<List<Double>> meanwhile = questions.askUntil(live, asked);
            double bytes =
                    rig.server().metric("tailrace_archive_bytes") / rig.server().metric("tailrace_log_committed_id");
            return report(System.out, asked, alone, meanwhile, live.join(), bytes);
        }
    }

    private int report(
            PrintStream out,
            List<Question> asked,
            List<Double> alone,
            List<List<Double>> meanwhile,
            Stretch live,
            double bytes) {
        Table table = new Table("question", "target ms", "alone ms", "under load ms", "worst then", "asked then");
        boolean within = bytes <= bytesTarget;
        for (int i = 0; i < asked.size(); i++) {
            List<Double> times = meanwhile.get(i).stream().sorted().toList();
            double median = times.isEmpty() ? Double.NaN : times.get(times.size() / 2);
            within &= alone.get(i) <= asked.get(i).targetMillis()
                    && median <= asked.get(i).targetMillis();
            table.row(
                    asked.get(i).name(),
                    Figures.number(asked.get(i).targetMillis(), 0),
                    Figures.number(alone.get(i), 1),
                    Figures.number(median, 1),
                    times.isEmpty() ? "-" : Figures.number(times.getLast(), 1),
                    Figures.count(times.size()));
        }
        table.print(out);
        Printing.latencies(out, live.delivery().latencies(), live);
        Printing.cores(out, live.usage());
        if (!live.whole()) {
            return Verdict.FAIL.print(out, "history", live.describe());
        }
        double tail = Figures.percentileMillis(live.delivery().latencies(), 99);
        return Verdict.of(within && tail <= LIVE_TARGET)
                .print(
                        out,
                        "history",
                        "%s entries, %s bytes of disk each, target at most %s; live p99 while asked %s ms, target at most %s"
                                .formatted(
                                        Figures.count(entries),
                                        Figures.number(bytes, 1),
                                        Figures.number(bytesTarget, 0),
                                        Figures.number(tail, 2),
                                        Figures.number(LIVE_TARGET, 0)));
    }
}
