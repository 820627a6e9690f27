package io.tailrace.bench.scenario;

import io.tailrace.bench.process.Usage;
import io.tailrace.bench.report.Figures;
import io.tailrace.bench.report.Table;
import java.io.PrintStream;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The tables that several scenarios print. */
final class Printing {

    private static final int BUSIEST = 8;

    private Printing() {}

    /** Percentiles in milliseconds of what was delivered, of the answers, and of the generator's own lateness. */
    static void latencies(PrintStream out, Histogram delivery, Stretch stretch) {
        Table table = new Table("milliseconds", "p50", "p90", "p99", "p99.9", "max");
        row(table, "post due to frame read", delivery);
        row(table, "post due to 201", stretch.posted().ackMicros());
        row(table, "post due to post sent", stretch.posted().lateMicros());
        table.print(out);
    }

    /** Adds percentiles of microseconds to a table of milliseconds. */
    static void row(Table table, String name, Histogram micros) {
        String[] cells = new String[6];
        cells[0] = name;
        System.arraycopy(Figures.percentiles(micros), 0, cells, 1, 5);
        table.row(cells);
    }

    /** How busy everyone was, and a warning if someone else was. */
    static void cores(PrintStream out, Usage usage) {
        out.println("cores used: server " + Figures.number(usage.cores(usage.server()), 2) + ", generator "
                + Figures.number(usage.cores(usage.generator()), 2) + ", others "
                + Figures.number(usage.cores(usage.others()), 2) + noise(usage));
    }

    private static String noise(Usage usage) {
        return usage.quiet() ? "" : "   NOISY: other programs were busy, do not quote these figures";
    }

    /** The server's busiest threads. */
    static void threads(PrintStream out, Usage usage) {
        Table table = new Table("server thread", "cores");
        usage.threads().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(BUSIEST)
                .forEach(thread -> table.row(thread.getKey(), Figures.number(usage.cores(thread.getValue()), 3)));
        table.print(out);
    }
}
