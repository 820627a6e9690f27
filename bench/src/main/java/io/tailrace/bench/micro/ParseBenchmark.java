package io.tailrace.bench.micro;

import io.tailrace.entry.Drafts;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a sender's bytes to drafts: nanoseconds for each entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {

    private static final int BATCH = 1_000;

    private final SampleEntries one = new SampleEntries(1);
    private final SampleEntries many = new SampleEntries(BATCH);

    /** One entry by itself, as a single post has it. */
    @Benchmark
    public Drafts single() {
        return one.drafts();
    }

    /** One entry of a thousand that are parsed together. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Drafts bulk() {
        return many.drafts();
    }
}
