package io.tailrace.bench.soak;

import io.tailrace.bench.client.Framing;
import io.tailrace.bench.load.StampClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A soak under way: one sender, one who asks, and a reader of every framing, interest and pace. For the conducting thread.
 */
public final class SoakRun implements AutoCloseable {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Outages outages = new Outages();
    private final Faults faults = new Faults();
    private final Recorder latencies = new Recorder(TimeUnit.HOURS.toMicros(1), 3);
    private final Ledger ledger;
    private final SoakSender sender;
    private final Asker asker;
    private final List<SoakReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread sending;

    /**
     * How far it is.
     *
     * @param acknowledged entries so far
     * @param delivered    entries over all readers so far
     * @param swallowed    posts whose answer was lost with the server
     * @param asked        questions that were answered
     * @param faults       what went wrong so far
     * @param latencies    microseconds from when an entry was due to be sent to a steady reader, since the last look
     */
    public record Progress(
            long acknowledged, long delivered, long swallowed, long asked, long faults, Histogram latencies) {}

    /**
     * Begins to send and to read.
     *
     * @param port of the server
     * @param base its newest id
     * @param rate entries a second
     */
    public SoakRun(int port, long base, int rate, StampClock clock) {
        ledger = new Ledger(base);
        sender = new SoakSender(port, rate, clock, ledger, outages, faults);
        asker = new Asker(port, ledger, outages, faults);
        SoakReader.Surroundings shared =
                new SoakReader.Surroundings(port, rate, base, clock, outages, faults, latencies);
        for (Framing framing : Framing.values()) {
            for (Interest interest : Interest.values()) {
                for (Pace pace : Pace.values()) {
                    readers.add(new SoakReader(shared, framing, interest, pace));
                }
            }
        }
        readers.forEach(reader -> threads.add(Thread.ofVirtual().start(reader)));
        threads.add(Thread.ofVirtual().start(asker));
        sending = Thread.ofPlatform().daemon().name("bench-post").start(sender);
    }

    /** How many readers there are. */
    public int readers() {
        return readers.size();
    }

    /** Compares what has come so far, and tells how far everything is. */
    public Progress progress() {
        readers.forEach(reader -> reader.checklist().compare(ledger));
        return new Progress(
                ledger.settled() - ledger.base(),
                readers.stream()
                        .mapToLong(reader -> reader.checklist().entries())
                        .sum(),
                sender.swallowed(),
                asker.asked(),
                faults.count()
                        + readers.stream()
                                .mapToLong(reader -> reader.checklist().faults())
                                .sum(),
                latencies.getIntervalHistogram());
    }

    /** Must be called before the server is killed. */
    public void serverGoes() {
        outages.begin();
    }

    /**
     * The server is ready again: finds out which of the posts it has that it never answered, and goes on.
     *
     * @param newest the newest id of the log
     */
    public void serverIsBack(long newest) throws IOException {
        sender.awaitRest();
        asker.audit(newest);
        outages.end();
    }

    /** Ends the sending; the log does not grow any more when this returns. */
    public void stopSending() throws InterruptedException {
        sender.end();
        asker.end();
        sending.join();
    }

    /**
     * Lets every reader come level, and compares everything.
     *
     * @param newest   the newest id of the log
     * @param patience for the readers
     * @return what is wrong, in words, ended streams and refused posts first
     */
    public List<String> reckon(long newest, Duration patience) throws IOException {
        asker.audit(newest);
        readers.forEach(SoakReader::finish);
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> complaints = new ArrayList<>(faults.first());
        for (SoakReader reader : readers) {
            long wanted = ledger.newestBelow(reader.interest(), newest + 1, 1).stream()
                    .findFirst()
                    .orElse(ledger.base());
            while (reader.checklist().last() < wanted && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            reader.checklist().compareAll(ledger);
            if (reader.checklist().faults() > 0) {
                complaints.add(reader.name() + ": " + reader.checklist().complaint());
            }
        }
        if (!ledger.complaint().isEmpty()) {
            complaints.add(ledger.complaint());
        }
        return complaints;
    }

    @Override
    public void close() {
        sender.end();
        asker.end();
        readers.forEach(SoakReader::end);
        asker.close();
    }
}
