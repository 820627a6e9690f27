package io.tailrace.bench.scenario;

import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.Memory;
import io.tailrace.bench.process.ServerProcess;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much of the server's memory a client takes that is only connected. */
@Command(name = "idle", description = "Memory of the server for each idle WebSocket client.")
public final class Idle implements Measured {

    private static final double BYTES_PER_KILOBYTE = 1024.0;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--clients", description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients = 19_000;

    @Option(names = "--step", description = "Clients between the rows of the table (default: ${DEFAULT-VALUE}).")
    private int step = 1_000;

    @Option(names = "--settle", description = "Seconds to settle at the end (default: ${DEFAULT-VALUE}).")
    private int settle = 20;

    @Option(names = "--target", description = "Kilobytes a client at most (default: ${DEFAULT-VALUE}).")
    private double target = 10;

    private final PrintStream out = System.out;
    private List<Score> scores = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                TailClients group = rig.clients(Payload.ENTRIES)) {
            rig.awaitQuiet();
            Memory before = rig.server().memory();
            Table table = new Table("clients", "RSS MB", "anon MB", "KB a client");
            for (int connected = step; connected <= clients; connected += step) {
                group.connect(step);
                row(table, Integer.toString(connected), connected, rig.server().memory(), before);
            }
            Usage.Mark mark = rig.server().mark();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(settle));
            Usage settling = mark.used();
            Memory after = rig.server().memory();
            row(table, "after " + settle + " s", clients, after, before);
            collectGarbage(rig.server());
            row(table, "after a full GC", clients, rig.server().memory(), before);
            table.print(out);
            Printing.cores(out, settling);
            return report(perClient(after, before, clients), group.connected());
        }
    }

    @Override
    public List<Score> scores() {
        return scores;
    }

    private static void row(Table table, String name, int connected, Memory now, Memory before) {
        table.row(
                name,
                Figures.megabytes(now.rss()),
                Figures.megabytes(now.anon()),
                Figures.number(perClient(now, before, connected), 2));
    }

    private static double perClient(Memory now, Memory before, int connected) {
        return (now.rss() - before.rss()) / BYTES_PER_KILOBYTE / connected;
    }

    /** So that memory which is only waiting to be collected can be told from memory which is needed. */
    private static void collectGarbage(ServerProcess process) throws IOException, InterruptedException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private int report(double kilobytes, int connected) {
        if (connected < clients) {
            return Verdict.FAIL.print(
                    out, "idle", "only " + connected + " of " + clients + " clients stayed connected");
        }
        scores = List.of(Score.cost("RSS KB a client", kilobytes));
        String figures = "%s KB of RSS a client with %d clients, target at most %s"
                .formatted(Figures.number(kilobytes, 2), clients, Figures.number(target, 1));
        return Verdict.of(kilobytes <= target).print(out, "idle", figures);
    }
}
