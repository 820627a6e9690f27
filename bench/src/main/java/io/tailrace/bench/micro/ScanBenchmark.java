package io.tailrace.bench.micro;

import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.log.EventLog;
import io.tailrace.log.ScanLimits;
import io.tailrace.log.TailScan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reading the hot tail through a filter: nanoseconds for each entry looked at. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScanBenchmark {

    private static final int ENTRIES = 20_000;
    private static final int APPENDS = 20;
    private static final long TAIL_BYTES = 64 << 20;

    @Param({
        "",
        "service=portal",
        "min_level=error",
        "search=declined",
        "q=declined",
        "q=firefox",
        "q=host",
        "q=*declined*",
        "q=pattern:\"Slow query on orders: <n> ms, <n> rows\"",
        "q=level>=warn -service:portal",
        "q=metadata.host:node-07"
    })
    private String keys = "";

    private final EventLog log = MemoryLog.open(TAIL_BYTES);
    private final TailScan scan = new TailScan(log.tail());
    private Filter filter = FilterKeys.NONE.filter();

    /** Fills the tail. */
    @Setup(Level.Trial)
    public void fill() throws FilterException {
        SampleEntries entries = new SampleEntries(ENTRIES / APPENDS);
        for (int i = 0; i < APPENDS; i++) {
            MemoryLog.append(log, entries.drafts());
        }
        if (!keys.isEmpty()) {
            int equals = keys.indexOf('=');
            filter = FilterKeys.of(Map.of(keys.substring(0, equals), List.of(keys.substring(equals + 1))))
                    .filter();
        }
    }

    /** Ends the appender's thread. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        log.close();
    }

    /** From the oldest entry to the newest. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public void scan(Blackhole sink) {
        scan.scan(filter, 0, ENTRIES, ScanLimits.NONE, (id, _, _, _) -> sink.consume(id));
    }
}
