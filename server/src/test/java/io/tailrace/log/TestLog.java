package io.tailrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log in a directory of the test's own, on a disk that can be told to fail, above a history that takes what the test
 * gives it. It can be opened again and again. Belongs to the test's thread, but for what says otherwise.
 */
final class TestLog implements AutoCloseable {

    private static final int SECONDS = 20;
    private static final AppendClock.Sources SYSTEM = AppendClock.Sources.of(InstantSource.system());

    final FaultyDisk disk = new FaultyDisk();
    final MemoryHistory history = new MemoryHistory();
    private final Path directory;
    private final LogLimits limits;
    private final Durability durability;
    private final AppendClock.Sources clocks;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicInteger ends = new AtomicInteger();

    /** What ends the process when memory ran out. */
    volatile Runnable onEnd = ends::incrementAndGet;

    private EventLog log;

    private TestLog(Path directory, LogLimits limits, Durability durability, AppendClock.Sources clocks)
            throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.durability = durability;
        this.clocks = clocks;
        log = opened();
    }

    static TestLog open(Path directory) throws IOException {
        return open(directory, new LogLimits(16 << 20, 16 << 20));
    }

    static TestLog open(Path directory, LogLimits limits) throws IOException {
        return new TestLog(directory, limits, Durability.FSYNC, SYSTEM);
    }

    static TestLog open(Path directory, InstantSource clock) throws IOException {
        return new TestLog(directory, new LogLimits(16 << 20, 16 << 20), Durability.FSYNC, clocks(clock));
    }

    static TestLog openAsync(Path directory) throws IOException {
        return new TestLog(directory, new LogLimits(16 << 20, 16 << 20), Durability.ASYNC, SYSTEM);
    }

    /** A wall clock that the monotonic one has always kept up with. */
    private static AppendClock.Sources clocks(InstantSource wall) {
        AtomicLong seconds = new AtomicLong(wall.instant().getEpochSecond());
        return new AppendClock.Sources(
                () -> {
                    Instant now = wall.instant();
                    seconds.set(now.getEpochSecond());
                    return now;
                },
                () -> seconds.get() * 1_000_000_000,
                () -> 0);
    }

    private EventLog opened() throws IOException {
        EventLog opened = new EventLog(
                () -> "e1",
                new FileJournal(directory, 1 << 20, false, () -> {}, disk),
                history,
                limits,
                durability,
                clocks,
                new Faults(meters, () -> onEnd.run()),
                meters);
        opened.start();
        return opened;
    }

    EventLog log() {
        return log;
    }

    /** Closes the log and opens it again. */
    void restart() throws IOException {
        log.close();
        log = opened();
    }

    /** Appends; the answer may be a refusal. From any thread. */
    CompletableFuture<AppendResult> append(Drafts drafts) {
        CompletableFuture<AppendResult> answer = new CompletableFuture<>();
        log.append(drafts, answer::complete).ifPresent(answer::complete);
        return answer;
    }

    /** Appends and waits for the answer. From any thread. */
    AppendResult appendAndWait(Drafts drafts) {
        return answerOf(append(drafts));
    }

    /** Appends, and fails if it is refused. From any thread. */
    AppendResult.Appended appended(Drafts drafts) {
        AppendResult result = appendAndWait(drafts);
        if (result instanceof AppendResult.Appended appended) {
            return appended;
        }
        throw new AssertionError("refused: " + result);
    }

    static AppendResult answerOf(CompletableFuture<AppendResult> answer) {
        return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Lets the history take everything up to this id, and tells the log so. From one thread at a time. */
    void archive(long upTo) {
        history.take(log.tail(), upTo);
        log.archived(upTo);
    }

    /** The wire JSON of every entry, read from the first one on. */
    List<String> everything() {
        List<String> texts = new ArrayList<>();
        Reader reader = new Reader(log);
        long upTo = log.committed();
        while (reader.position() < upTo) {
            reader.readUpTo(upTo, (_, bytes, start, end) -> texts.add(new String(bytes, start, end - start, UTF_8)));
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** A cursor that begins at the first entry and reads from the tail, or below it from the history. */
    static final class Reader {

        private final EventLog log;
        private final TailScan scan;
        private long position;

        Reader(EventLog log) {
            this.log = log;
            scan = new TailScan(log.tail());
        }

        long position() {
            return position;
        }

        void readUpTo(long upTo, EntrySink sink) {
            scan.scan(new Filter.Everything(), position, upTo, ScanLimits.NONE, sink);
            position = scan.position();
            if (scan.isBelowTail()) {
                long below = Math.min(upTo, log.history().lastId());
                if (below <= position) {
                    throw new AssertionError("entry " + (position + 1) + " is in neither the tail nor the history");
                }
                position = log.history()
                        .read(new Filter.Everything(), position, below, 1000, 1 << 20, sink, new RunningQuery());
            }
        }
    }
}
