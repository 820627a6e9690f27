package io.tailrace.bench.scenario;

import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Reason;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Trend;
import io.tailrace.bench.report.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Two versions of the server, measured in turns by the same generator: the other one, this one, the other one, this one. */
@Command(
        name = "compare",
        description = "Runs scenarios in turns on another checkout and on this one, and compares the medians.")
public final class Compare implements Callable<Integer> {

    private static final Map<String, Supplier<Measured>> SCENARIOS = Map.of(
            "ingest", Ingest::new,
            "fanout-single", FanoutSingle::new,
            "fanout-batch", FanoutBatch::new,
            "latency-10", Latency.Few::new,
            "stalled", Stalled::new,
            "idle", Idle::new);

    private static final int FAILED = 2;

    @Option(
            names = "--server",
            paramLabel = "DIR",
            required = true,
            description = "The other checkout, or its launcher.")
    private Path other = Path.of("");

    @Option(names = "--rounds", description = "Turns of each version (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(
            names = "--scenario",
            paramLabel = "'NAME OPTIONS'",
            description = "A scenario with its options, in quotes; repeatable (default: ${DEFAULT-VALUE}).")
    private List<String> scenarios = List.of(
            "ingest --seconds 60",
            "fanout-single --rounds 2",
            "fanout-batch",
            "latency-10",
            "stalled --rounds 2",
            "idle");

    @Option(
            names = "--target",
            description = "How many times worse a median may be at most (default: ${DEFAULT-VALUE}).")
    private double target = 1.1;

    private final PrintStream out = System.out;
    private final List<String> failed = new ArrayList<>();

    /** One figure in all rounds, of both versions. */
    private record Pairs(Score first, List<Double> others, List<Double> ours) {

        Pairs(Score first) {
            this(first, new ArrayList<>(), new ArrayList<>());
        }

        /** How many times worse this version is: below 1 when it is better. */
        double worse() {
            double ratio = Trend.median(ours) / Trend.median(others);
            return first.moreIsBetter() ? 1 / ratio : ratio;
        }

        boolean whole() {
            return !others.isEmpty() && !ours.isEmpty();
        }
    }

    @Override
    public Integer call() {
        Table table = new Table("scenario", "figure", "other", "this", "times worse");
        List<String> worse = new ArrayList<>();
        for (String scenario : scenarios) {
            for (Pairs pairs : inTurns(scenario).values()) {
                if (!pairs.whole()) {
                    continue;
                }
                table.row(
                        scenario.strip().split(" ", 2)[0],
                        pairs.first().name(),
                        Figures.number(Trend.median(pairs.others()), 3),
                        Figures.number(Trend.median(pairs.ours()), 3),
                        Figures.number(pairs.worse(), 2));
                if (pairs.worse() > target) {
                    worse.add(scenario + ": " + pairs.first().name());
                }
            }
        }
        table.print(out);
        if (!failed.isEmpty()) {
            return Verdict.FAIL.print(out, "compare", "failed: " + String.join("; ", failed));
        }
        return Verdict.of(worse.isEmpty())
                .print(
                        out,
                        "compare",
                        worse.isEmpty()
                                ? "no median is more than " + target + " times worse than the other version's"
                                : "more than " + target + " times worse: " + String.join("; ", worse));
    }

    private Map<String, Pairs> inTurns(String scenario) {
        Map<String, Pairs> figures = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Score score : measure(scenario, round, true)) {
                pairs(figures, score).others().add(score.value());
            }
            for (Score score : measure(scenario, round, false)) {
                pairs(figures, score).ours().add(score.value());
            }
        }
        return figures;
    }

    private static Pairs pairs(Map<String, Pairs> figures, Score score) {
        return figures.computeIfAbsent(score.name(), _ -> new Pairs(score));
    }

    private List<Score> measure(String scenario, int round, boolean ofOther) {
        String turn = scenario + " on " + (ofOther ? "the other version" : "this version") + ", round " + round;
        out.println();
        out.println(turn);
        List<String> words = new ArrayList<>(List.of(scenario.strip().split(" +", -1)));
        Supplier<Measured> known = SCENARIOS.get(words.removeFirst());
        if (known == null) {
            throw new IllegalArgumentException("\"" + scenario + "\" cannot be compared; "
                    + String.join(", ", SCENARIOS.keySet().stream().sorted().toList()) + " can.");
        }
        if (ofOther) {
            words.addAll(List.of("--server", other.toString()));
        }
        Measured measured = known.get();
        int code = new CommandLine(measured)
                .setExecutionExceptionHandler((failure, _, _) -> {
                    out.println(Reason.of(failure));
                    return FAILED;
                })
                .execute(words.toArray(String[]::new));
        if (code == FAILED) {
            failed.add(turn);
        }
        return measured.scores();
    }
}
