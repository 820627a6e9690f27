package io.tailrace.bench.micro;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoop;
import io.tailrace.entry.Drafts;
import io.tailrace.fault.Faults;
import io.tailrace.filter.FilterKeys;
import io.tailrace.http.tail.Framings;
import io.tailrace.log.EventLog;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Outlet;
import io.tailrace.stream.Readers;
import io.tailrace.stream.Start;
import io.tailrace.stream.StreamLimits;
import io.tailrace.stream.StreamMeters;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From an append to the outlets of all subscribers, without a disk and without sockets: microseconds for each append. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanoutBenchmark {

    private static final int SUBSCRIBERS = 1_000;
    private static final long TAIL_BYTES = 64 << 20;
    private static final StreamLimits LIMITS = new StreamLimits(64 << 10, 1 << 20, 1 << 20, 8, 15_000);

    @Param({"1", "100"})
    private int entries = 1;

    private final EventLog log = MemoryLog.open(TAIL_BYTES);
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = Faults.ofProcess(meters);
    private final Fanout.Workers workers = new Fanout.Workers(readers("reads"), readers("lookups"));
    private final Fanout fanout = new Fanout(log, loop, workers, LIMITS, new StreamMeters(meters), faults);
    private final Outlet outlet = new Counting();
    private final AtomicLong delivered = new AtomicLong();
    private SampleEntries sample = new SampleEntries(1);

    private Readers readers(String name) {
        return new Readers(name, 1, 1, Thread.ofPlatform().factory(), faults, meters);
    }

    /** Subscribes everyone. */
    @Setup(Level.Trial)
    public void subscribe() throws InterruptedException {
        sample = new SampleEntries(entries);
        Framing framing = new Framings("bench", "bench", 15_000).plain();
        loop.submit(() -> {
                    fanout.start();
                    for (int i = 0; i < SUBSCRIBERS; i++) {
                        fanout.subscribe(FilterKeys.NONE, framing, new Start.Live(), outlet);
                    }
                })
                .sync();
    }

    /** Ends the threads. */
    @TearDown(Level.Trial)
    public void close() throws IOException, InterruptedException {
        loop.submit(fanout::stop).sync();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        workers.close();
        log.close();
    }

    /** Appends, and waits until every outlet has all of it. */
    @Benchmark
    public void deliver() {
        Drafts drafts = sample.drafts();
        long expected = (log.committed() + drafts.count()) * SUBSCRIBERS;
        MemoryLog.append(log, drafts);
        while (delivered.get() < expected) {
            Thread.onSpinWait();
        }
    }

    /** Counts frames of entries instead of sending them. Called on the event loop. */
    private final class Counting implements Outlet {

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void write(ByteBuf frames) {
            delivered.lazySet(delivered.get() + entries);
            frames.release();
        }

        @Override
        public void holdCommands(boolean hold) {}

        @Override
        public void tick(long nanoTime) {}

        @Override
        public void close(End why) {}
    }
}
