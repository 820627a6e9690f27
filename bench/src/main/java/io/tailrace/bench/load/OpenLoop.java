package io.tailrace.bench.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A sender of posts at fixed times, whether or not the server keeps up.
 *
 * <p>Each post is stamped with the time at which it was due, not at which it was sent: while all connections wait for an
 * answer, the posts that become due wait too, and their wait counts as latency. That is what keeps a stalled server from
 * hiding its stall by stopping the sender.
 *
 * <p>Belongs to one event loop; {@link #run} is for the conducting thread.
 */
public final class OpenLoop implements PostConnection.Owner, AutoCloseable {

    private final EventLoop loop;
    private final StampClock clock;
    private final int port;
    private final int wanted;
    private final EntryRequests requests;
    private final Map<PostConnection, Long> underWay = new HashMap<>();
    private final Deque<PostConnection> idle = new ArrayDeque<>();
    private final List<PostConnection> connections = new ArrayList<>();

    private CompletableFuture<Posted> finished = new CompletableFuture<>();
    private PostedCount count = new PostedCount();
    private long startNanos;
    private long intervalNanos;
    private long planned;
    private long sent;
    private boolean timerSet;

    private OpenLoop(EventLoop loop, StampClock clock, int port, int wanted, EntryRequests requests) {
        this.loop = loop;
        this.clock = clock;
        this.port = port;
        this.wanted = wanted;
        this.requests = requests;
    }

    /**
     * Opens the connections.
     *
     * @param connections how many posts may be under way at once
     */
    public static OpenLoop connect(
            EventLoop loop, StampClock clock, int port, int connections, EntryRequests requests) {
        OpenLoop sender = new OpenLoop(loop, clock, port, connections, requests);
        sender.open();
        return sender;
    }

    /** Opens what is missing: the server ends what nobody uses. */
    private void open() {
        int missing = wanted - loop.call(connections::size);
        List<PostConnection> opened = PostConnection.open(loop, port, missing, this);
        loop.run(() -> opened.stream().filter(PostConnection::isOpen).forEach(connections::add));
    }

    /** Posts for so long, and returns when the last answer is there. */
    public Posted run(int entriesPerSecond, int seconds) {
        open();
        CompletableFuture<Posted> result = loop.call(() -> {
            finished = new CompletableFuture<>();
            count = new PostedCount();
            idle.clear();
            idle.addAll(connections);
            intervalNanos = TimeUnit.SECONDS.toNanos(1) * requests.batch() / entriesPerSecond;
            planned = TimeUnit.SECONDS.toNanos(seconds) / intervalNanos;
            sent = 0;
            startNanos = System.nanoTime();
            sendDue();
            return finished;
        });
        return result.join();
    }

    private long dueNanos(long post) {
        return startNanos + post * intervalNanos;
    }

    /** Sends what is due, and comes back when the next post is due; an answer frees a connection for one that is overdue. */
    private void sendDue() {
        long wait = sendUntilEarly();
        if (sent < planned && wait > 0 && !timerSet) {
            timerSet = true;
            var _ = loop.netty().schedule(this::timer, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void timer() {
        timerSet = false;
        sendDue();
    }

    /** Answers how long it is until the next post is due; 0 or less when it is due but has no connection. */
    private long sendUntilEarly() {
        long wait = dueNanos(sent) - System.nanoTime();
        while (wait <= 0 && sent < planned && !idle.isEmpty()) {
            send(dueNanos(sent), -wait);
            sent++;
            wait = dueNanos(sent) - System.nanoTime();
        }
        return wait;
    }

    private void send(long due, long late) {
        PostConnection connection = idle.removeLast();
        underWay.put(connection, due);
        count.sent(late);
        connection.post(requests.next(clock.microsAt(due)));
    }

    @Override
    public void answered(PostConnection connection, Answer answer) {
        long due = dueOf(connection);
        count.answered(answer, System.nanoTime() - due);
        idle.addLast(connection);
        sendDue();
        finishWhenDone();
    }

    @Override
    public void lost(PostConnection connection, String why) {
        idle.remove(connection);
        connections.remove(connection);
        boolean outOfConnections = connections.isEmpty() && sent < planned;
        // One that was not used may be ended.
        if (underWay.remove(connection) != null || outOfConnections) {
            count.refused(why);
        }
        if (outOfConnections) {
            sent = planned;
        }
        finishWhenDone();
    }

    private long dueOf(PostConnection connection) {
        Long due = underWay.remove(connection);
        if (due == null) {
            throw new IllegalStateException("The server answered a post that was not sent.");
        }
        return due;
    }

    private void finishWhenDone() {
        if (sent == planned && underWay.isEmpty()) {
            finished.complete(count.result());
        }
    }

    @Override
    public void close() {
        loop.run(() -> connections.forEach(PostConnection::leave));
    }
}
