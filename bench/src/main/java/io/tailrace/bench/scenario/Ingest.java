package io.tailrace.bench.scenario;

import io.tailrace.bench.load.ClosedLoop;
import io.tailrace.bench.load.IngestBodies;
import io.tailrace.bench.load.Posted;
import io.tailrace.bench.process.Memory;
import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Score;
import io.tailrace.bench.report.Table;
import io.tailrace.bench.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many entries a second the server takes in bulk, and keeps taking. */
@Command(name = "ingest", description = "Entries a second in bulk, sustained.")
public final class Ingest implements Measured {

    private static final double BYTES_PER_MEGABYTE = 1024.0 * 1024;
    private static final long MAX_RSS = 1024L * 1024 * 1024;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--connections", description = "Connections that post (default: ${DEFAULT-VALUE}).")
    private int connections = 4;

    @Option(names = "--batch", description = "Entries in a post (default: ${DEFAULT-VALUE}).")
    private int batch = 1_000;

    @Option(names = "--pool", description = "Different posts (default: ${DEFAULT-VALUE}).")
    private int pool = 256;

    @Option(names = "--seconds", description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--warmup", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
    private int warmup = 15;

    @Option(names = "--step", description = "Seconds between the rows of the table (default: ${DEFAULT-VALUE}).")
    private int step = 5;

    @Option(names = "--target", description = "Entries a second at least (default: ${DEFAULT-VALUE}).")
    private int target = 300_000;

    private final PrintStream out = System.out;
    private List<Score> scores = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, TimeoutException {
        try (Rig rig = Rig.open(server);
                ClosedLoop sender = ClosedLoop.connect(
                        rig.posting(),
                        rig.clock(),
                        rig.server().port(),
                        connections,
                        new IngestBodies(rig.server().port(), pool, batch))) {
            Table progress = new Table("second", "entries/s", "RSS MB", "anon MB", "archive lag");
            if (warmup > 0) {
                sender.start(warmup, Long.MAX_VALUE).join();
            }
            rig.awaitQuiet();
            Usage.Mark mark = rig.server().mark();
            CompletableFuture<Posted> posting = sender.start(seconds, Long.MAX_VALUE);
            watch(rig, sender, posting, progress);
            Posted posted = posting.join();
            Usage usage = mark.used();
            double lag = ArchiveLag.of(rig.server());
            long drainNanos = ArchiveLag.awaitNone(rig.server());
            progress.print(out);
            return report(posted, usage, rig.server().memory(), lag, drainNanos);
        }
    }

    @Override
    public List<Score> scores() {
        return scores;
    }

    private void watch(Rig rig, ClosedLoop sender, CompletableFuture<Posted> posting, Table progress)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long before = 0;
        for (int second = step; second <= seconds && !posting.isDone(); second += step) {
            LockSupport.parkNanos(begun + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            long accepted = sender.accepted();
            Memory memory = rig.server().memory();
            progress.row(
                    Integer.toString(second),
                    Figures.number((double) (accepted - before) / step, 0),
                    Figures.megabytes(memory.rss()),
                    Figures.megabytes(memory.anon()),
                    Figures.number(ArchiveLag.of(rig.server()), 0));
            before = accepted;
        }
    }

    private int report(Posted posted, Usage usage, Memory memory, double lag, long drainNanos) {
        double perSecond = posted.accepted() * 1e9 / posted.nanos();
        Table answers = new Table("milliseconds", "p50", "p90", "p99", "p99.9", "max");
        Printing.row(answers, "post of " + batch + " sent to 201", posted.ackMicros());
        answers.print(out);
        Printing.threads(out, usage);
        Printing.cores(out, usage);
        out.println("CPU us an entry: server " + Figures.number(usage.server() / 1_000.0 / posted.accepted(), 2)
                + ", generator " + Figures.number(usage.generator() / 1_000.0 / posted.accepted(), 2));
        out.println("archive: " + Figures.number(lag, 0) + " entries behind at the end, level after "
                + Figures.number(drainNanos / 1e9, 1) + " s more");
        if (!posted.whole()) {
            out.println(posted.refusedPosts() + " posts were refused, first: " + posted.firstRefusal());
        }
        scores = List.of(
                Score.gain("entries/s", perSecond),
                Score.cost("server CPU us an entry", usage.server() / 1_000.0 / posted.accepted()),
                Score.cost("RSS peak MB", memory.peakRss() / BYTES_PER_MEGABYTE));
        String figures = "%s entries/s, target at least %s; RSS peak %s MB, target at most %s"
                .formatted(
                        Figures.number(perSecond, 0),
                        Figures.count(target),
                        Figures.megabytes(memory.peakRss()),
                        Figures.megabytes(MAX_RSS));
        return Verdict.of(perSecond >= target && memory.peakRss() <= MAX_RSS).print(out, "ingest", figures);
    }
}
