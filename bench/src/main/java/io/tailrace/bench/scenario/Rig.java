package io.tailrace.bench.scenario;

import io.tailrace.bench.load.Corpus;
import io.tailrace.bench.load.Dialect;
import io.tailrace.bench.load.EntryRequests;
import io.tailrace.bench.load.EventLoop;
import io.tailrace.bench.load.OpenLoop;
import io.tailrace.bench.load.Payload;
import io.tailrace.bench.load.StampClock;
import io.tailrace.bench.load.TailClients;
import io.tailrace.bench.process.ServerProcess;
import io.tailrace.bench.process.Usage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** What a scenario works with: the server, and the generator's two threads, one that reads and one that posts. */
final class Rig implements AutoCloseable {

    static final String TAIL = "/ws/logs";

    private static final int QUIET_SECONDS = 2;
    private static final int MOST_COMPLAINTS = 5;

    /** Such posts come often, so many are under way at once. */
    private static final int SMALL_BATCH = 20;

    private static final int MANY = 32;

    private final ServerOptions options;
    private ServerProcess server;
    private final StampClock clock = new StampClock();
    private final EventLoop reading = new EventLoop("bench-read");
    private final EventLoop posting = new EventLoop("bench-post");

    private Rig(ServerOptions options, ServerProcess server) {
        this.options = options;
        this.server = server;
    }

    static Rig open(ServerOptions options) throws IOException, InterruptedException, TimeoutException {
        try {
            return new Rig(options, options.open());
        } catch (IOException | RuntimeException | InterruptedException | TimeoutException e) {
            options.clean();
            throw e;
        }
    }

    ServerProcess server() {
        return server;
    }

    /** Ends the server as {@code kill -9} does, and starts it again: {@link #server} is another one then. */
    void killAndStartAgain() throws IOException, InterruptedException, TimeoutException {
        server.kill();
        server = server.startAgain();
    }

    /** Waits until other programs rest, if the options ask for it. */
    void awaitQuiet() {
        long deadline = System.nanoTime() + options.quietPatience().toNanos();
        int quiet = 0;
        while (quiet < QUIET_SECONDS && System.nanoTime() < deadline) {
            Usage.Mark mark = server.mark();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            quiet = mark.used().quiet() ? quiet + 1 : 0;
        }
    }

    StampClock clock() {
        return clock;
    }

    EventLoop posting() {
        return posting;
    }

    /** Clients of the server, not connected yet. */
    TailClients clients(Payload payload) {
        return clients(server.port(), TAIL, payload);
    }

    /** Clients of any server on this machine, not connected yet. */
    TailClients clients(int port, String path, Payload payload) {
        return new TailClients(reading, clock, port, path, payload);
    }

    /** A sender of posts of so many entries to the server. */
    OpenLoop sender(int batch) {
        return sender(server.port(), Dialect.TAILRACE, batch);
    }

    /** A sender of posts of so many entries to any server on this machine. */
    OpenLoop sender(int port, Dialect dialect, int batch) {
        int connections = batch <= SMALL_BATCH ? MANY : 4;
        return OpenLoop.connect(posting, clock, port, connections, new EntryRequests(dialect, port, batch));
    }

    /** A sender of entries of one service, one by one, to the server. */
    OpenLoop senderOf(String service) {
        EntryRequests requests = new EntryRequests(Dialect.TAILRACE, server.port(), 1, new Corpus(1, service));
        return OpenLoop.connect(posting, clock, server.port(), MANY, requests);
    }

    @Override
    public void close() throws IOException {
        posting.close();
        reading.close();
        server.close();
        for (String line : server.complaints(MOST_COMPLAINTS)) {
            System.out.println("the server says: " + line);
        }
        options.clean();
    }
}
