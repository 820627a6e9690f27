package io.tailrace.bench.micro;

import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.log.FileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the appender does with drafts: numbering them, and writing them to the journal. Nanoseconds for each entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AppendBenchmark {

    private static final int BATCH = 1_000;
    private static final long SEGMENT_BYTES = 32 << 20;
    private static final long CREATED_AT = 1_763_807_400_123_456L;

    private final Drafts drafts = new SampleEntries(BATCH).drafts();
    private final List<EntryBlock> thousand = List.of(block(drafts));
    private final List<EntryBlock> one = List.of(block(new SampleEntries(1).drafts()));
    private final Path directory = temporary();
    private final FileJournal journal = open(directory);

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tailrace-journal-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileJournal open(Path directory) {
        try {
            return new FileJournal(directory, SEGMENT_BYTES, false, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EntryBlock block(Drafts drafts) {
        EntryBlock.Builder builder = new EntryBlock.Builder();
        builder.begin(1, CREATED_AT);
        for (int i = 0; i < drafts.count(); i++) {
            builder.add(drafts, i);
        }
        return builder.build();
    }

    /** The journal begins at the first id: every append writes the same ids, so that one segment is all there is. */
    @Setup(Level.Trial)
    public void replay() throws IOException {
        journal.replay(0, _ -> {});
    }

    /** Removes what was written. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        journal.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Giving a thousand drafts their numbers and times. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public EntryBlock number() {
        return block(drafts);
    }

    /** Writing a thousand entries to the operating system. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void journal() throws IOException {
        journal.append(thousand, false);
    }

    /** Writing a thousand entries to the disk. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void journalForced() throws IOException {
        journal.append(thousand, true);
    }

    /** Writing one entry to the disk: what a post that comes alone waits for. */
    @Benchmark
    public void journalForcedSingle() throws IOException {
        journal.append(one, true);
    }
}
