package io.tailrace.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.tailrace.archive.Archiver;
import io.tailrace.archive.DuckDbArchive;
import io.tailrace.archive.Retention;
import io.tailrace.archive.RetentionLimits;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryLimits;
import io.tailrace.entry.EntryParser;
import io.tailrace.fault.Faults;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.http.tail.Framings;
import io.tailrace.log.AppendResult;
import io.tailrace.log.Durability;
import io.tailrace.log.EventLog;
import io.tailrace.log.FileJournal;
import io.tailrace.log.LogLimits;
import io.tailrace.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log with its journal, its archive and one fan-out on an event loop of its own, without sockets. The tail is so small
 * that a few hundred entries push the older ones into the archive. Belongs to the test's thread.
 */
final class StreamRig implements AutoCloseable {

    private static final Framings FRAMINGS = new Framings("test", "e1", 60_000);
    static final Framing LINES = FRAMINGS.jsonLines(false);
    /** How many look-ups, and how many reads of pages, may be under way. */
    static final int LOOK_UPS = 16;

    static final StreamLimits LIMITS = new StreamLimits(4096, 1 << 20, 16 << 10, 4, 60_000);

    private static final int TAIL_BYTES = 32 << 10;
    private static final int SECONDS = 20;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GatedHistory history;
    final EventLog log;
    final Framing messages;
    final Fanout fanout;

    private final DuckDbArchive archive;
    private final Archiver archiver;
    private final DefaultEventExecutor loop = new DefaultEventExecutor();
    final AtomicInteger ends = new AtomicInteger();
    final Faults faults = new Faults(meters, ends::incrementAndGet);
    private final Fanout.Workers workers = new Fanout.Workers(readers("reads"), readers("lookups"));
    private final List<RecordingOutlet> outlets = new ArrayList<>();
    private final EntryParser parser = new EntryParser(new JsonFactory(), new EntryLimits(256 << 10));

    StreamRig(Path directory) throws IOException {
        this(directory, LIMITS);
    }

    StreamRig(Path directory, StreamLimits limits) throws IOException {
        archive = DuckDbArchive.open(
                directory.resolve("archive.duckdb"), directory.resolve("tmp"), 256L << 20, 1L << 30, 2);
        history = new GatedHistory(archive);
        log = new EventLog(
                () -> "e1",
                new FileJournal(directory.resolve("journal"), 1 << 20, false, () -> {}),
                history,
                new LogLimits(TAIL_BYTES, 16 << 20),
                Durability.ASYNC,
                InstantSource.system(),
                faults,
                meters);
        messages = new Framings("test", log.epoch(), limits.heartbeatMillis()).tailraceV1();
        Retention retention = new Retention(archive, RetentionLimits.NONE, InstantSource.system(), faults, meters);
        archiver = new Archiver(log, archive, retention, 10, faults, meters);
        archiver.start();
        log.start();
        fanout = new Fanout(log, loop, workers, limits, new StreamMeters(meters), faults);
        onLoop(fanout::start);
    }

    private Readers readers(String name) {
        return new Readers(name, 2, LOOK_UPS, Thread.ofPlatform().factory(), faults, meters);
    }

    static FilterKeys service(String name) {
        try {
            return FilterKeys.of(Map.of("service", List.of(name)));
        } catch (FilterException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Subscribes a new client that reads bare entries. */
    RecordingOutlet follow(FilterKeys filter, Start start) {
        return subscribe(new RecordingOutlet(), filter, LINES, start);
    }

    /** Subscribes a new client that reads messages. */
    RecordingOutlet followMessages(FilterKeys filter, Start start) {
        return subscribe(new RecordingOutlet(), filter, messages, start);
    }

    RecordingOutlet subscribe(RecordingOutlet outlet, FilterKeys filter, Framing framing, Start start) {
        outlets.add(outlet);
        onLoop(() -> outlet.subscription(fanout.subscribe(filter, framing, start, outlet)));
        return outlet;
    }

    /** A client takes everything again, and its outlet says so. */
    void drain(RecordingOutlet outlet) {
        takeOnly(outlet, Long.MAX_VALUE);
    }

    /** A client takes so many writes more, and its outlet says so. */
    void takeOnly(RecordingOutlet outlet, long writes) {
        onLoop(() -> {
            outlet.takeOnly(writes);
            outlet.subscription().drained();
        });
    }

    /** Runs something on the event loop and waits for it. */
    void onLoop(Runnable task) {
        onLoop(Executors.callable(task));
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the event loop did not do it", failed);
        }
    }

    /** Waits until the event loop has done everything that it was given up to now, turns included. */
    void settle() {
        // A turn that is not done schedules the next one before this task is reached again.
        for (int i = 0; i < 3; i++) {
            onLoop(() -> {});
        }
    }

    /** Appends entries of one service in one batch and waits until they are committed; says the id of the last one. */
    long append(String service, int count) {
        String entry = "{\"service\":\"" + service + "\",\"level\":\"info\",\"message\":\"" + "x".repeat(100) + "\"}";
        Drafts drafts = new Drafts(count * 200);
        try (JsonParser json = new JsonFactory().createParser(entry.repeat(count))) {
            while (json.nextToken() != null) {
                if (parser.parse(json, drafts).isPresent()) {
                    throw new IllegalArgumentException(entry);
                }
            }
        } catch (IOException notJson) {
            throw new IllegalArgumentException(notJson);
        }
        CompletableFuture<AppendResult> answer = new CompletableFuture<>();
        log.append(drafts, answer::complete).ifPresent(answer::complete);
        return switch (answer.orTimeout(SECONDS, TimeUnit.SECONDS).join()) {
            case AppendResult.Appended appended -> appended.lastId();
            case AppendResult refused -> throw new IllegalStateException("refused: " + refused);
        };
    }

    /** Appends so many entries of a service that those before have left the tail; says the id of the last one. */
    long appendUntilArchived(String service) {
        long before = log.committed();
        long last = before;
        while (log.tail().firstId() <= before + 1) {
            last = append(service, 50);
        }
        Await.until("everything is archived", () -> archive.lastId() == log.committed());
        return last;
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    double count(String name) {
        return meters.get(name).counter().count();
    }

    double subscriptions(SubscriptionState state) {
        return meters.get("tailrace.stream.subscriptions")
                .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
                .gauge()
                .value();
    }

    /** Ends everything; fails if a buffer that a client was sent is still held by somebody. */
    @Override
    public void close() throws IOException {
        history.letGo();
        onLoop(fanout::stop);
        workers.close();
        settle();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        archiver.close();
        log.close();
        archive.close();
        List<ByteBuf> buffers = new ArrayList<>();
        outlets.forEach(outlet -> buffers.addAll(outlet.release()));
        long held = buffers.stream().filter(buffer -> buffer.refCnt() != 0).count();
        if (held > 0) {
            throw new AssertionError(held + " of " + buffers.size() + " buffers are held after the end");
        }
    }
}
