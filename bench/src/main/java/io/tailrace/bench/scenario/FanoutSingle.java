package io.tailrace.bench.scenario;

import io.tailrace.bench.load.Dialect;
import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.FloorProgram;
import io.tailrace.bench.process.Launch;
import io.tailrace.bench.process.Proc;
import io.tailrace.bench.process.ServerProcess;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one delivery costs when entries come one by one, beside the floor program and the classic hub in turns. */
@Command(name = "fanout-single", description = "CPU per delivery, entries posted one by one, beside the floor program.")
public final class FanoutSingle implements Measured {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--clients", description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 1_000;

    @Option(names = "--rate", description = "Entries a second (default: ${DEFAULT-VALUE}).")
    private int rate = 400;

    @Option(names = "--seconds", description = "Length of a turn (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--warmup", description = "Seconds before the first turn (default: ${DEFAULT-VALUE}).")
    private int warmup = 15;

    @Option(names = "--rounds", description = "Turns of each program (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--floor-binary", paramLabel = "FILE", description = "The floor program, compiled.")
    private @Nullable Path floorBinary;

    @Option(names = "--hub-binary", paramLabel = "FILE", description = "The classic hub, compiled.")
    private @Nullable Path hubBinary;

    private final PrintStream out = System.out;
    private List<Score> scores = List.of();
    private final List<Stretch> ofServer = new ArrayList<>();
    private final List<Stretch> ofHub = new ArrayList<>();
    private final List<Double> ofFloor = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server)) {
            turn(rig, rig.server(), Dialect.TAILRACE, warmup);
            for (int round = 0; round < rounds; round++) {
                ofServer.add(turn(rig, rig.server(), Dialect.TAILRACE, seconds));
                if (floorBinary != null) {
                    ofFloor.add(floorTurn(rig, floorBinary));
                }
                if (hubBinary != null) {
                    ofHub.add(hubTurn(rig, hubBinary));
                }
            }
        }
        return report();
    }

    @Override
    public List<Score> scores() {
        return scores;
    }

    private Stretch turn(Rig rig, ServerProcess process, Dialect dialect, int length)
            throws InterruptedException, TimeoutException {
        try (TailClients group = rig.clients(process.port(), Rig.TAIL, Payload.STAMPED_ENTRIES);
                OpenLoop sender = rig.sender(process.port(), dialect, 1)) {
            group.connect(clients);
            rig.awaitQuiet();
            return Stretch.run(process, group, sender, rate, length);
        }
    }

    private double floorTurn(Rig rig, Path binary) throws IOException, InterruptedException, TimeoutException {
        int port = Proc.freePort();
        rig.awaitQuiet();
        try (FloorProgram floor = FloorProgram.start(binary, port, clients, rate, seconds);
                TailClients group = rig.clients(port, Rig.TAIL, Payload.FILLER)) {
            group.connect(clients);
            return floor.microsPerSend();
        }
    }

    private Stretch hubTurn(Rig rig, Path binary) throws IOException, InterruptedException, TimeoutException {
        int port = Proc.freePort();
        Path log = Files.createTempFile("hub-", ".log");
        Launch launch = new Launch(List.of(binary.toString()), Map.of("PORT", Integer.toString(port)), "/health");
        try (ServerProcess hub = ServerProcess.start(launch, port, log)) {
            return turn(rig, hub, Dialect.HUB, seconds);
        } finally {
            Files.delete(log);
        }
    }

    private int report() {
        Table table = new Table("CPU us a delivery", "server", "floor", "hub", "others' cores");
        for (int round = 0; round < rounds; round++) {
            Usage usage = ofServer.get(round).usage();
            table.row(
                    "round " + (round + 1),
                    Figures.number(ofServer.get(round).microsPerDelivery(), 3),
                    floorBinary == null ? "-" : Figures.number(ofFloor.get(round), 3),
                    hubBinary == null ? "-" : Figures.number(ofHub.get(round).microsPerDelivery(), 3),
                    Figures.number(usage.cores(usage.others()), 2));
        }
        table.print(out);
        Stretch last = ofServer.getLast();
        Printing.latencies(out, last.delivery().latencies(), last);
        Usage usage = ofServer.stream().map(Stretch::usage).reduce(Usage::plus).orElseThrow();
        Printing.threads(out, usage);
        Printing.cores(out, usage);
        for (Stretch stretch : ofServer) {
            if (!stretch.whole()) {
                return Verdict.FAIL.print(out, "fanout-single", stretch.describe());
            }
        }
        scores = List.of(
                Score.cost("server CPU us a delivery", serverCost()),
                Score.cost("p99 ms", Figures.percentileMillis(last.delivery().latencies(), 99)));
        return Verdict.PASS.print(out, "fanout-single", figures());
    }

    private double serverCost() {
        return median(ofServer.stream().map(Stretch::microsPerDelivery).toList());
    }

    private String figures() {
        double cost = serverCost();
        String figures = "every client got every entry; server " + Figures.number(cost, 2) + " us a delivery";
        if (!ofFloor.isEmpty()) {
            double floor = median(ofFloor);
            figures += ", floor " + Figures.number(floor, 2) + " us: " + Figures.number(cost / floor, 2) + " times";
        }
        if (!ofHub.isEmpty()) {
            double hub = median(ofHub.stream().map(Stretch::microsPerDelivery).toList());
            figures += "; hub " + Figures.number(hub, 2) + " us";
        }
        return figures;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
