package io.tailrace.bench.scenario;

import io.tailrace.bench.process.Usage;
import io.tailrace.bench.process.Vitals;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Trend;
import io.tailrace.bench.report.Verdict;
import io.tailrace.bench.soak.SoakRun;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a server that is read in every way for a long time loses nothing and keeps nothing. */
@Command(
        name = "soak",
        description = "Readers of all four framings, several filters and paces at once, each entry checked; what the"
                + " server takes must stay flat.")
public final class Soak implements Callable<Integer> {

    private static final String NEWEST = "tailrace_log_committed_id";
    private static final double SLACK_BYTES = 16.0 * 1024 * 1024;
    private static final double SLACK_FILES = 20;
    private static final int MOST_COMPLAINTS = 20;
    private static final String ROW = "%7s %10s %11s %8s %8s %8s %7s %7s %7s %6s %7s %6s %7s";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--minutes", description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private double minutes = 15;

    @Option(names = "--rate", description = "Entries a second, in posts of 10 (default: ${DEFAULT-VALUE}).")
    private int rate = 2_000;

    @Option(names = "--step", description = "Seconds between the rows of the table (default: ${DEFAULT-VALUE}).")
    private int step = 15;

    @Option(names = "--warmup", description = "Seconds whose memory does not count (default: ${DEFAULT-VALUE}).")
    private int warmup = 120;

    @Option(
            names = "--kill-every",
            paramLabel = "SECONDS",
            description = "Kill the server and start it again so often; memory is not judged then (default: never).")
    private int killEvery;

    @Option(
            names = "--flat",
            paramLabel = "FACTOR",
            description =
                    "How many times the median of the first third the last one may take (default: ${DEFAULT-VALUE}).")
    private double flat = 1.2;

    @Option(names = "--patience", description = "Seconds for the slow to come level at the end.")
    private int patience = 120;

    private final PrintStream out = System.out;
    private final List<Vitals> vitals = new ArrayList<>();
    private int kills;

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                SoakRun run = new SoakRun(rig.server().port(), newest(rig), rate, rig.clock())) {
            out.println(run.readers() + " readers");
            out.println(ROW.formatted(
                    "second",
                    "entries",
                    "deliveries",
                    "p50 ms",
                    "p99 ms",
                    "max ms",
                    "RSS MB",
                    "heap MB",
                    "direct",
                    "files",
                    "server",
                    "bench",
                    "faults"));
            watch(rig, run);
            run.stopSending();
            List<String> complaints = run.reckon(newest(rig), Duration.ofSeconds(patience));
            return report(run.progress(), complaints);
        }
    }

    private static long newest(Rig rig) throws IOException, InterruptedException {
        return (long) rig.server().metric(NEWEST);
    }

    private void watch(Rig rig, SoakRun run) throws IOException, InterruptedException, TimeoutException {
        long begun = System.nanoTime();
        long end = begun + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        long nextRow = begun + TimeUnit.SECONDS.toNanos(step);
        long nextKill = killEvery == 0 ? Long.MAX_VALUE : begun + TimeUnit.SECONDS.toNanos(killEvery);
        Usage.Mark mark = rig.server().mark();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Math.min(end, Math.min(nextRow, nextKill)) - System.nanoTime());
            if (System.nanoTime() >= nextKill) {
                kill(rig, run);
                nextKill += TimeUnit.SECONDS.toNanos(killEvery);
                mark = rig.server().mark();
            }
            if (System.nanoTime() >= nextRow) {
                long second = Math.round((System.nanoTime() - begun) / 1e9);
                row(second, run.progress(), Vitals.of(rig.server()), mark.used());
                mark = rig.server().mark();
                nextRow += TimeUnit.SECONDS.toNanos(step);
            }
        }
    }

    private void kill(Rig rig, SoakRun run) throws IOException, InterruptedException, TimeoutException {
        run.serverGoes();
        rig.killAndStartAgain();
        run.serverIsBack(newest(rig));
        kills++;
    }

    private void row(long second, SoakRun.Progress progress, Vitals now, Usage usage) {
        if (second > warmup) {
            vitals.add(now);
        }
        out.println(ROW.formatted(
                second,
                Figures.count(progress.acknowledged()),
                Figures.count(progress.delivered()),
                Figures.number(Figures.percentileMillis(progress.latencies(), 50), 1),
                Figures.number(Figures.percentileMillis(progress.latencies(), 99), 1),
                Figures.number(Figures.percentileMillis(progress.latencies(), 100), 1),
                Figures.megabytes(now.rss()),
                megabytes(now.heap()),
                megabytes(now.direct()),
                now.files(),
                Figures.number(usage.cores(usage.server()), 2),
                Figures.number(usage.cores(usage.generator()), 2),
                Figures.count(progress.faults())));
    }

    private static String megabytes(double bytes) {
        return Double.isNaN(bytes) ? "-" : Figures.megabytes((long) bytes);
    }

    private int report(SoakRun.Progress progress, List<String> complaints) {
        complaints.stream().limit(MOST_COMPLAINTS).forEach(out::println);
        String what = "%s entries, %s deliveries, %d questions, %d kills with %d posts unanswered"
                .formatted(
                        Figures.count(progress.acknowledged()),
                        Figures.count(progress.delivered()),
                        progress.asked(),
                        kills,
                        progress.swallowed());
        if (!complaints.isEmpty()) {
            return Verdict.FAIL.print(out, "soak", what + "; wrong, as said above, first: " + complaints.getFirst());
        }
        String whole = what + "; every reader got what it wants, once, in order";
        if (killEvery > 0 || vitals.size() < Trend.LEAST_SAMPLES) {
            return Verdict.PASS.print(out, "soak", whole + "; memory not judged in such a run");
        }
        List<Leveling> levelings = Stream.of(
                        leveling("RSS MB", SLACK_BYTES, Vitals::rss),
                        leveling("direct memory MB", SLACK_BYTES, Vitals::direct),
                        leveling("open files", SLACK_FILES, Vitals::files))
                .toList();
        levelings.forEach(leveling -> out.println(leveling.describe(flat)));
        boolean level = levelings.stream().allMatch(leveling -> leveling.flat(flat));
        return Verdict.of(level).print(out, "soak", whole + (level ? "; flat" : "; not flat"));
    }

    private Leveling leveling(String name, double slack, ToDoubleFunction<Vitals> figure) {
        return new Leveling(
                name,
                slack,
                Trend.of(vitals.stream().mapToDouble(figure).boxed().toList()));
    }

    /** One figure of the server over the run. */
    private record Leveling(String name, double slack, Trend trend) {

        boolean flat(double factor) {
            return trend.flat(factor, slack);
        }

        String describe(double factor) {
            if (Double.isNaN(trend.last())) {
                return name + ": the server does not tell";
            }
            double unit = slack == SLACK_BYTES ? 1024.0 * 1024 : 1;
            return "%s: median of the first third %s, of the last %s; at most %s times and %s more"
                    .formatted(
                            name,
                            Figures.number(trend.first() / unit, 1),
                            Figures.number(trend.last() / unit, 1),
                            Figures.number(factor, 2),
                            Figures.number(slack / unit, 0));
        }
    }
}
