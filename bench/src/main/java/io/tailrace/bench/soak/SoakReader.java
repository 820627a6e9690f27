package io.tailrace.bench.soak;

import io.tailrace.bench.client.Framing;
import io.tailrace.bench.client.Heard;
import io.tailrace.bench.client.StoredEntry;
import io.tailrace.bench.client.StreamClient;
import io.tailrace.bench.client.StreamOrder;
import io.tailrace.bench.load.StampClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the soak, which comes back whenever its stream ends, and ticks off what it gets.
 *
 * <p>It runs in a thread of its own; the conducting thread may look at its checklist, and ends it.
 */
final class SoakReader implements Runnable {

    /** Longer than two heartbeats of the server, shorter than three. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final int BYTES_AN_ENTRY = 330;

    /**
     * The slow ones take at least so many bytes a second. With less than comes for a rare filter, the kernel would hold hours
     * of it before the server sees that its client is slow: its pongs would be minutes late, and it silent by contract.
     */
    private static final long SLOWEST = 2_000;

    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What the readers of one soak share. */
    record Surroundings(
            int port, int rate, long base, StampClock clock, Outages outages, Faults faults, Recorder latencies) {}

    private final Surroundings soak;
    private final Framing framing;
    private final Interest interest;
    private final Pace pace;
    private final Checklist checklist;
    private final Random random;

    private volatile boolean finishing;
    private volatile boolean ended;
    private volatile @Nullable StreamClient client;

    // The reading thread's:
    private String position;
    private long nextTurnNanos;
    private boolean silenced;

    SoakReader(Surroundings soak, Framing framing, Interest interest, Pace pace) {
        this.soak = soak;
        this.framing = framing;
        this.interest = interest;
        this.pace = pace;
        checklist = new Checklist(interest, soak.base());
        position = Long.toString(soak.base());
        random = new Random(name().hashCode());
    }

    /** Which one it is, for a person. */
    String name() {
        return framing.title() + ", " + interest.title() + ", " + pace.name().toLowerCase(Locale.ROOT);
    }

    Checklist checklist() {
        return checklist;
    }

    Interest interest() {
        return interest;
    }

    @Override
    public void run() {
        while (!ended) {
            soak.outages().awaitEnd();
            int life = soak.outages().life();
            String why = stream();
            if (ended || why.isEmpty()) {
                continue;
            }
            if (soak.outages().unbroken(life)) {
                soak.faults().add(name() + ": " + why);
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }

    /** One connection, from its opening to its end; answers why the server ended it, or nothing when the reader left. */
    private String stream() {
        silenced = false;
        nextTurnNanos = System.nanoTime() + turn();
        StreamOrder order =
                new StreamOrder(soak.port(), framing, interest.query(), position, this::bytesPerSecond, SILENCE);
        try (StreamClient opened = StreamClient.open(order)) {
            client = opened;
            while (!ended) {
                switch (opened.next()) {
                    case Heard.Entries some -> take(some);
                    case Heard.Beat beat -> position = beat.next().isEmpty() ? position : beat.next();
                    case Heard.Hello _ -> {}
                    case Heard.Notice notice -> soak.faults().add(name() + ": " + notice.text());
                    case Heard.Broken broken -> {
                        return "broken: " + broken.why();
                    }
                    case Heard.End end -> {
                        return end.why();
                    }
                }
                if (!behave(opened)) {
                    return "";
                }
            }
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void take(Heard.Entries some) {
        for (StoredEntry entry : some.entries()) {
            try {
                checklist.received(entry.id(), Kind.of(entry));
            } catch (IllegalArgumentException e) {
                soak.faults().add(name() + ": id " + entry.id() + ": " + e.getMessage());
            }
            if (pace == Pace.STEADY) {
                soak.latencies().recordValue(Math.max(0, soak.clock().micros() - entry.userId()));
            }
        }
        position = some.next();
    }

    private long bytesPerSecond() {
        if (pace != Pace.SLOW || finishing) {
            return StreamOrder.UNLIMITED;
        }
        return Math.max(SLOWEST, (long) (soak.rate() * interest.share() * BYTES_AN_ENTRY / 2));
    }

    /** What this reader does now and then beside reading; answers whether it goes on with this connection. */
    private boolean behave(StreamClient opened) throws IOException {
        if (finishing) {
            if (silenced) {
                opened.say("{\"type\":\"resume\"}");
                silenced = false;
            }
            return true;
        }
        boolean due = System.nanoTime() >= nextTurnNanos;
        if (!due || pace == Pace.STEADY || pace == Pace.SLOW) {
            return true;
        }
        if (pace == Pace.RESTLESS) {
            return false;
        }
        rest(opened);
        nextTurnNanos = System.nanoTime() + turn();
        return true;
    }

    private void rest(StreamClient opened) throws IOException {
        if (silenced) {
            opened.say("{\"type\":\"resume\"}");
            silenced = false;
        } else if (framing.webSocket() && random.nextBoolean()) {
            opened.say("{\"type\":\"pause\"}");
            silenced = true;
        } else {
            long until = System.nanoTime() + turn();
            while (!finishing && System.nanoTime() < until) {
                LockSupport.parkNanos(BREATH_NANOS);
            }
        }
    }

    /** From 1 to 9 seconds. */
    private long turn() {
        return TimeUnit.MILLISECONDS.toNanos(1_000 + random.nextInt(8_000));
    }

    /** From now on it only reads, as fast as it can. */
    void finish() {
        finishing = true;
    }

    /** Ends it. */
    void end() {
        ended = true;
        StreamClient open = client;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                soak.faults().add(name() + ": cannot be closed: " + e.getMessage());
            }
        }
    }
}
