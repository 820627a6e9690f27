package io.tailrace.bench.scenario;

import io.tailrace.bench.process.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How many acknowledged entries the server's archive does not hold yet, as its metrics tell. */
final class ArchiveLag {

    private static final String METRIC = "tailrace_archive_lag_entries";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_NANOS = 50_000_000;

    private ArchiveLag() {}

    /** NaN when the server does not tell. */
    static double of(ServerProcess server) throws IOException, InterruptedException {
        return server.metric(METRIC);
    }

    /** Waits until the archive is level, and answers how long that took. */
    static long awaitNone(ServerProcess server) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (of(server) > 0) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("The archive is still behind after " + PATIENCE.toSeconds() + " s.");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime() - begun;
    }
}
