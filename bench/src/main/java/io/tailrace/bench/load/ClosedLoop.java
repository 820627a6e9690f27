package io.tailrace.bench.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sender of bulk posts as fast as the server takes them: each connection sends its next post when the last one is
 * answered, and waits as long as a 429 asks it to.
 *
 * <p>Belongs to one event loop; {@link #start} and {@link #accepted} are for the conducting thread.
 */
public final class ClosedLoop implements PostConnection.Owner, AutoCloseable {

    private final EventLoop loop;
    private final StampClock clock;
    private final IngestBodies bodies;
    private final Map<PostConnection, Turn> turns = new HashMap<>();
    private final AtomicLong published = new AtomicLong();
    private List<PostConnection> connections = new ArrayList<>();

    private CompletableFuture<Posted> finished = new CompletableFuture<>();
    private PostedCount count = new PostedCount();
    private long untilNanos;
    private long entriesLeft;
    private int busy;
    private int stride;

    private ClosedLoop(EventLoop loop, StampClock clock, IngestBodies bodies) {
        this.loop = loop;
        this.clock = clock;
        this.bodies = bodies;
    }

    /** Opens the connections; each sends its own share of the bodies. */
    public static ClosedLoop connect(EventLoop loop, StampClock clock, int port, int connections, IngestBodies bodies) {
        ClosedLoop sender = new ClosedLoop(loop, clock, bodies);
        sender.connections = PostConnection.open(loop, port, connections, sender);
        return sender;
    }

    /** Begins to post until the time is over or so many entries were sent; the result is there with the last answer. */
    public CompletableFuture<Posted> start(int seconds, long entries) {
        return loop.call(() -> {
            finished = new CompletableFuture<>();
            count = new PostedCount();
            untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            entriesLeft = entries;
            stride = connections.size();
            busy = connections.size();
            if (busy == 0) {
                throw new IllegalStateException("The server has ended all connections that post.");
            }
            List<PostConnection> starting = List.copyOf(connections);
            for (int i = 0; i < starting.size(); i++) {
                turns.put(starting.get(i), new Turn(i, 0));
                sendNext(starting.get(i));
            }
            return finished;
        });
    }

    /** Entries acknowledged so far in this run. */
    public long accepted() {
        return published.get();
    }

    private void sendNext(PostConnection connection) {
        if (System.nanoTime() >= untilNanos || entriesLeft <= 0) {
            rest();
            return;
        }
        entriesLeft -= bodies.entriesEach();
        int body = turnOf(connection).body();
        int following = body + stride < bodies.size() ? body + stride : body % stride;
        turns.put(connection, new Turn(following, System.nanoTime()));
        connection.post(bodies.get(body, clock.micros()));
    }

    @Override
    public void answered(PostConnection connection, Answer answer) {
        count.answered(answer, System.nanoTime() - turnOf(connection).sentNanos());
        published.lazySet(count.accepted());
        if (answer.status() == 429) {
            int wait = Math.max(1, answer.retryAfterSeconds());
            var _ = loop.netty().schedule(() -> sendNext(connection), wait, TimeUnit.SECONDS);
        } else {
            sendNext(connection);
        }
    }

    @Override
    public void lost(PostConnection connection, String why) {
        connections.remove(connection);
        count.refused(why);
        rest();
    }

    private void rest() {
        busy--;
        if (busy == 0) {
            finished.complete(count.result());
        }
    }

    private Turn turnOf(PostConnection connection) {
        Turn turn = turns.get(connection);
        if (turn == null) {
            throw new IllegalStateException("The server answered a post that was not sent.");
        }
        return turn;
    }

    @Override
    public void close() {
        loop.run(() -> connections.forEach(PostConnection::leave));
    }

    /** Which body a connection sends next, and when it sent the last one. */
    private record Turn(int body, long sentNanos) {}
}
