package io.tailrace.bench.scenario;

import io.tailrace.bench.client.Framing;
import io.tailrace.bench.client.Heard;
import io.tailrace.bench.client.RefusedException;
import io.tailrace.bench.client.StreamClient;
import io.tailrace.bench.client.StreamOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code tailrace.v1} that asks for the newest entries of a rare filter, and as soon as it has them asks again.
 *
 * <p>As real clients do, it takes a connection for dead on which it has heard nothing for two and a half heartbeats, and
 * asks anew. An answer is there when the client has come to where the log ended when it asked. It runs in a thread of its
 * own; {@link #end} is for the conducting one.
 */
final class LookupClient implements Runnable {

    /** How many entries it asks for. */
    static final int WANTED = 200;

    /** The number that it is to get is not known. */
    static final long UNKNOWN = -1;

    private static final long BREATH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int port;
    private final String query;
    private final long expected;
    private final Duration patience;
    private final LookupTally tally;
    private volatile boolean ended;
    private volatile @Nullable StreamClient client;

    /**
     * A client that asks nothing yet.
     *
     * @param filter      encoded
     * @param expected    how many entries it is to get, or {@link #UNKNOWN}
     * @param heartbeatMs of the server
     */
    LookupClient(int port, String filter, long expected, long heartbeatMs, LookupTally tally) {
        this.port = port;
        this.query = "last=" + WANTED + "&" + filter;
        this.expected = expected;
        patience = Duration.ofMillis(heartbeatMs * 5 / 2);
        this.tally = tally;
    }

    @Override
    public void run() {
        while (!ended) {
            long asked = System.nanoTime();
            boolean answered = false;
            while (!answered && !ended) {
                answered = attempt();
            }
            if (answered) {
                tally.answered(System.nanoTime() - asked);
            } else {
                tally.pending(System.nanoTime() - asked);
            }
        }
    }

    /** One connection; answers whether it has brought the answer. */
    private boolean attempt() {
        StreamOrder order =
                new StreamOrder(port, Framing.TAILRACE_V1, query, "", () -> StreamOrder.UNLIMITED, patience);
        try (StreamClient opened = StreamClient.open(order)) {
            client = opened;
            return !ended && listen(opened);
        } catch (RefusedException e) {
            tally.turnedAway();
            LockSupport.parkNanos(BREATH_NANOS);
            return false;
        } catch (IOException e) {
            if (!ended) {
                tally.fault(String.valueOf(e.getMessage()));
                LockSupport.parkNanos(BREATH_NANOS);
            }
            return false;
        }
    }

    private boolean listen(StreamClient opened) {
        long head = Long.MAX_VALUE;
        long entries = 0;
        String before = "";
        long heardAt = System.nanoTime();
        while (true) {
            Heard heard = opened.next();
            long now = System.nanoTime();
            if (!ended) {
                tally.silence(now - heardAt);
            }
            heardAt = now;
            switch (heard) {
                case Heard.Hello hello -> head = id(hello.head());
                case Heard.Entries some -> {
                    entries += some.entries().size();
                    if (id(some.next()) >= head) {
                        return judged(entries);
                    }
                }
                case Heard.Beat beat -> {
                    if (!beat.next().isEmpty() && id(beat.next()) >= head) {
                        return judged(entries);
                    }
                    tally.beat(!beat.next().isEmpty() && !beat.next().equals(before));
                    before = beat.next();
                }
                case Heard.Notice notice -> tally.fault(notice.text());
                case Heard.Broken broken -> tally.fault(broken.why());
                case Heard.End end -> {
                    gone(end);
                    return false;
                }
            }
        }
    }

    private boolean judged(long entries) {
        if (expected != UNKNOWN && entries != expected) {
            tally.fault("a look-up brought %d entries instead of %d".formatted(entries, expected));
        }
        return true;
    }

    private void gone(Heard.End end) {
        if (ended) {
            return;
        }
        if (end.silence()) {
            tally.gaveUp();
        } else {
            tally.fault(end.why());
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }

    /** The id in a position. A program other than a bench must not look into one. */
    private static long id(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
    }

    /** Ends it. */
    void end() {
        ended = true;
        StreamClient open = client;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                tally.fault(String.valueOf(e.getMessage()));
            }
        }
    }
}
