package io.tailrace.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.Position;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.Filter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log: entries with contiguous ids, appended at one end and read from any position. It ties together the journal, in
 * which they survive, the hot tail, from which they are read while they are new, and the history below that.
 *
 * <p>Everything may be called from any thread; what blocks says so.
 */
public final class EventLog implements Closeable {

    private final String epoch;
    private final Journal journal;
    private final HotTail tail;
    private final History history;
    private final Appender appender;
    private final Faults faults;
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private volatile long committed;

    // The thread that opens the log.
    private long lastCreatedAt;

    /**
     * Opens the log and replays the journal into the tail.
     *
     * @param epoch says which log this is, once the journal is replayed; positions carry it
     * @throws IOException if the journal cannot be read or is damaged
     */
    public EventLog(
            Supplier<String> epoch,
            Journal journal,
            History history,
            LogLimits limits,
            Durability durability,
            InstantSource clock,
            Faults faults,
            MeterRegistry meters)
            throws IOException {
        this(epoch, journal, history, limits, durability, AppendClock.Sources.of(clock), faults, meters);
    }

    /** With clocks of a test's own. */
    EventLog(
            Supplier<String> epoch,
            Journal journal,
            History history,
            LogLimits limits,
            Durability durability,
            AppendClock.Sources clocks,
            Faults faults,
            MeterRegistry meters)
            throws IOException {
        this.journal = journal;
        this.faults = faults;
        this.history = history;
        long archived = history.lastId();
        committed = archived;
        lastCreatedAt = history.lastCreatedAt().orElse(Long.MIN_VALUE);
        tail = new HotTail(limits.hotTailBytes(), archived + 1);
        try {
            journal.replay(archived, this::replayed);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        this.epoch = epoch.get();
        appender = new Appender(
                journal,
                tail,
                committed,
                history::lastId,
                durability,
                limits,
                new AppendClock(clocks, lastCreatedAt),
                meters,
                faults,
                this::committed);
        measure(meters, limits);
    }

    private void measure(MeterRegistry meters, LogLimits limits) {
        Gauge.builder("tailrace.hot.tail.bytes", tail, HotTail::bytes)
                .description("Bytes that the newest entries take in memory")
                .register(meters);
        Gauge.builder("tailrace.hot.tail.max.bytes", limits::hotTailBytes)
                .description("How many bytes the newest entries may take in memory")
                .register(meters);
        Gauge.builder("tailrace.log.first.id", this, EventLog::firstId)
                .description("The lowest id that is kept")
                .register(meters);
        Gauge.builder("tailrace.log.committed.id", this, EventLog::committed)
                .description("The highest id that readers may see")
                .register(meters);
        Gauge.builder("tailrace.journal.bytes", journal, Journal::bytes)
                .description("Bytes that the journal takes on the disk")
                .register(meters);
        Gauge.builder("tailrace.archive.lag.entries", this, log -> log.committed - log.history.lastId())
                .description("Entries that the journal holds and the archive does not yet")
                .register(meters);
    }

    private void replayed(EntryBlock block) {
        if (!tail.makeRoom(block.memoryBytes(), 1, history.lastId())) {
            throw new UncheckedIOException(new IOException(
                    "The hot tail is too small for the entries that the journal holds and the archive does"
                            + " not: start with a larger --hot-tail-bytes, at least as large as before."));
        }
        tail.add(block);
        committed = block.lastId();
        lastCreatedAt = block.createdAt();
    }

    private void committed(long lastId) {
        committed = lastId;
        for (Runnable reader : readers) {
            try {
                reader.run();
            } catch (Throwable fault) {
                faults.caught(Seam.COMMIT, "A reader that was told of a commit broke", fault);
            }
        }
    }

    /** Begins to take appends. */
    public void start() {
        appender.start();
    }

    /** Which log this is. */
    public String epoch() {
        return epoch;
    }

    public Position position(long id) {
        return new Position(epoch, id);
    }

    /** The highest id that readers may see. */
    public long committed() {
        return committed;
    }

    /**
     * The lowest id that is kept; the id of the next entry if none is. Retention moves it up, also past entries that the
     * tail still holds: no reader is served what lies below it.
     */
    public long firstId() {
        return history.firstId();
    }

    /** What the journal takes on the disk, in bytes. */
    public long journalBytes() {
        return journal.bytes();
    }

    /** Why nothing can be appended at present, if so. */
    public Optional<String> unavailable() {
        return appender.unavailable();
    }

    /** Queues drafts to be appended; see {@link Appender#append}. */
    public Optional<AppendResult> append(Drafts drafts, Consumer<AppendResult> answer) {
        return appender.append(drafts, answer);
    }

    /** Calls this after each commit, on the appender's thread, which it must not hold up. */
    public void onCommit(Runnable reader) {
        readers.add(reader);
    }

    public void removeOnCommit(Runnable reader) {
        readers.remove(reader);
    }

    public HotTail tail() {
        return tail;
    }

    public History history() {
        return history;
    }

    /** Says that the history holds every id up to this one for good. */
    public void archived(long id) {
        journal.release(id);
        appender.archived();
    }

    /** A look for how many entries with {@code after < id <= upTo} match. */
    public CountLookUp countLookUp(Filter filter, long after, long upTo) {
        return new CountLookUp(tail, history, filter, after, upTo);
    }

    /** A look for the n-th newest entry with {@code after < id <= upTo} that matches. */
    public NewestLookUp newestLookUp(Filter filter, long after, long upTo, long n) {
        return new NewestLookUp(tail, history, filter, after, upTo, n);
    }

    /** The lowest id kept that was appended at this time or later, in microseconds. May block for a query. */
    public long firstCreatedSince(long micros, RunningQuery running) {
        running.check();
        long inTail = tail.firstCreatedSince(micros);
        long found = inTail > tail.firstId()
                ? inTail
                : history.firstCreatedSince(micros, running).orElse(inTail);
        return Math.max(found, firstId());
    }

    @Override
    public void close() throws IOException {
        try {
            appender.stop();
        } finally {
            journal.close();
        }
    }
}
