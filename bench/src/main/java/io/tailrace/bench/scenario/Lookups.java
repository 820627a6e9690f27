package io.tailrace.bench.scenario;

import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.Posted;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What clients that look far back do to those that write and to those that read live: turns with and without them. */
@Command(
        name = "lookups",
        description =
                "Ingest and live latency beside clients that look up a rare filter in a large archive; give --data"
                        + " to keep it.")
public final class Lookups implements Callable<Integer> {

    private static final String LIVE_SERVICE = "live";
    private static final double KEPT_UP = 0.98;
    private static final double LATE_HEARTBEAT = 1.5;
    private static final Duration ARRIVAL_PATIENCE = Duration.ofSeconds(20);

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--entries", description = "Archived entries at least (default: ${DEFAULT-VALUE}).")
    private long entries = 30_000_000;

    @Option(names = "--rate", description = "Entries a second in posts of 1000 (default: ${DEFAULT-VALUE}).")
    private int rate = 100_000;

    @Option(names = "--live", description = "Clients that read live (default: ${DEFAULT-VALUE}).")
    private int live = 10;

    @Option(names = "--live-rate", description = "Entries a second for these (default: ${DEFAULT-VALUE}).")
    private int liveRate = 100;

    @Option(names = "--clients", description = "Clients that look something up (default: ${DEFAULT-VALUE}).")
    private int clients = 12;

    @Option(
            names = "--waiting",
            description = "Clients that do when all connections are held (default: ${DEFAULT-VALUE}).")
    private int waiting = 100;

    @Option(names = "--seconds", description = "Length of a turn (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--warmup", description = "Seconds before the first turn (default: ${DEFAULT-VALUE}).")
    private int warmup = 10;

    @Option(names = "--rounds", description = "Turns of each kind (default: ${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(names = "--heartbeat-ms", description = "Heartbeat of the server (default: ${DEFAULT-VALUE}).")
    private int heartbeatMs = 2_000;

    @Option(
            names = "--target",
            description = "How many times the live p99 without them at most (default: ${DEFAULT-VALUE}).")
    private double target = 1.2;

    private final PrintStream out = System.out;
    private final Table liveTable =
            new Table("turn", "live p50 ms", "p99 ms", "max ms", "ingest/s", "refused", "p99 ms", "server cores");
    private final Table lookupTable = new Table(
            "turn",
            "answered",
            "p50 s",
            "max s",
            "no answer",
            "for s",
            "gave up",
            "turned away",
            "silence s",
            "beats",
            "moved");
    private final List<Turn> without = new ArrayList<>();
    private final List<Turn> with = new ArrayList<>();

    private record Turn(Posted bulk, Posted posted, long arrived, Histogram latencies, Usage usage) {}

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        server.preset("--heartbeat-ms", Integer.toString(heartbeatMs));
        List<LookupTally.Result> lookups = new ArrayList<>();
        try (Rig rig = Rig.open(server)) {
            Haystack haystack = Haystack.fill(rig, entries);
            String path = Rig.TAIL + "?service=" + LIVE_SERVICE;
            try (TailClients readers = rig.clients(rig.server().port(), path, Payload.STAMPED_ENTRIES);
                    OpenLoop sender = rig.sender(1_000);
                    OpenLoop liveSender = rig.senderOf(LIVE_SERVICE)) {
                readers.connect(live);
                turn(rig, readers, sender, liveSender, warmup);
                for (int round = 0; round < rounds; round++) {
                    rig.awaitQuiet();
                    without.add(row("without", turn(rig, readers, sender, liveSender, seconds)));
                    for (Crowd crowd : List.of(haystack.crowd(clients, 0), haystack.crowd(waiting, Haystack.HOLDING))) {
                        rig.awaitQuiet();
                        crowd.begin(heartbeatMs);
                        with.add(row(crowd.name(), turn(rig, readers, sender, liveSender, seconds)));
                        lookups.add(row(crowd.name(), crowd.end()));
                    }
                }
            }
        }
        liveTable.print(out);
        lookupTable.print(out);
        return report(lookups);
    }

    private Turn turn(Rig rig, TailClients readers, OpenLoop sender, OpenLoop liveSender, int length) {
        readers.reset();
        Usage.Mark mark = rig.server().mark();
        CompletableFuture<Posted> bulk = CompletableFuture.supplyAsync(() -> sender.run(rate, length));
        Posted posted = liveSender.run(liveRate, length);
        readers.awaitDeliveries(posted.accepted() * live, ARRIVAL_PATIENCE);
        Posted ingested = bulk.join();
        return new Turn(
                ingested,
                posted,
                readers.deliveries(),
                readers.delivery(posted.firstId(), posted.lastId()).latencies(),
                mark.used());
    }

    private Turn row(String name, Turn turn) {
        liveTable.row(
                name,
                Figures.number(Figures.percentileMillis(turn.latencies(), 50), 2),
                Figures.number(Figures.percentileMillis(turn.latencies(), 99), 2),
                Figures.number(Figures.percentileMillis(turn.latencies(), 100), 2),
                Figures.number(perSecond(turn), 0),
                Figures.count(refused(turn)),
                Figures.number(Figures.percentileMillis(turn.bulk().ackMicros(), 99), 1),
                Figures.number(turn.usage().cores(turn.usage().server()), 2));
        return turn;
    }

    private LookupTally.Result row(String name, LookupTally.Result lookups) {
        lookupTable.row(
                name,
                Figures.count(lookups.answered().getTotalCount()),
                Figures.number(Figures.percentileMillis(lookups.answered(), 50) / 1e3, 2),
                Figures.number(Figures.percentileMillis(lookups.answered(), 100) / 1e3, 2),
                Figures.count(lookups.pending()),
                Figures.number(lookups.longestPending() / 1e9, 2),
                Figures.count(lookups.gaveUp()),
                Figures.count(lookups.turnedAway()),
                Figures.number(lookups.longestSilence() / 1e9, 2),
                Figures.count(lookups.beats()),
                Figures.count(lookups.moves()));
        return lookups;
    }

    private static double perSecond(Turn turn) {
        return turn.bulk().accepted() * 1e9 / turn.bulk().nanos();
    }

    private static long refused(Turn turn) {
        return turn.bulk().refusedPosts() + turn.posted().refusedPosts();
    }

    private int report(List<LookupTally.Result> lookups) {
        List<Turn> all = new ArrayList<>(without);
        all.addAll(with);
        Printing.cores(out, all.stream().map(Turn::usage).reduce(Usage::plus).orElseThrow());
        for (Turn turn : all) {
            if (refused(turn) > 0) {
                Posted worse = turn.bulk().whole() ? turn.posted() : turn.bulk();
                return Verdict.FAIL.print(
                        out, "lookups", refused(turn) + " posts were refused, first: " + worse.firstRefusal());
            }
            if (turn.arrived() != turn.posted().accepted() * live) {
                return Verdict.FAIL.print(
                        out,
                        "lookups",
                        turn.arrived() + " live deliveries of " + turn.posted().accepted() * live);
            }
        }
        for (LookupTally.Result result : lookups) {
            if (!result.firstFault().isEmpty()) {
                return Verdict.FAIL.print(out, "lookups", "a look-up went wrong: " + result.firstFault());
            }
        }
        double base = tail(without);
        double beside = tail(with);
        long silence = lookups.stream()
                .mapToLong(LookupTally.Result::longestSilence)
                .max()
                .orElse(0);
        boolean heard = silence <= TimeUnit.MILLISECONDS.toNanos(heartbeatMs) * LATE_HEARTBEAT;
        boolean kept = all.stream().allMatch(turn -> perSecond(turn) >= rate * KEPT_UP);
        String figures =
                "no post refused; ingest %s; live p99 %s ms beside look-ups, %s ms without: %s times, target at most %s; longest silence %s s with a heartbeat of %s s"
                        .formatted(
                                kept ? "kept up" : "fell behind its rate",
                                Figures.number(beside, 2),
                                Figures.number(base, 2),
                                Figures.number(beside / base, 2),
                                Figures.number(target, 1),
                                Figures.number(silence / 1e9, 1),
                                Figures.number(heartbeatMs / 1e3, 1));
        return Verdict.of(beside <= base * target && heard && kept).print(out, "lookups", figures);
    }

    private static double tail(List<Turn> turns) {
        Histogram all = turns.getFirst().latencies().copy();
        turns.stream().skip(1).forEach(turn -> all.add(turn.latencies()));
        return Figures.percentileMillis(all, 99);
    }
}
