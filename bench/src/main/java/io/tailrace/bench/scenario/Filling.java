package io.tailrace.bench.scenario;

import io.tailrace.bench.load.ClosedLoop;
import io.tailrace.bench.load.IngestBodies;
import io.tailrace.bench.load.Posted;
import io.tailrace.bench.process.ServerProcess;
import io.tailrace.bench.report.Figures;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Brings a server's data up to a number of archived entries. */
final class Filling {

    private static final int BATCH = 1_000;
    private static final int CONNECTIONS = 4;
    private static final int POOL = 256;
    private static final int PATIENCE_SECONDS = (int) TimeUnit.MINUTES.toSeconds(20);

    private Filling() {}

    /** Posts what is missing, waits until all of it is archived, and answers the newest id. */
    static long upTo(Rig rig, long entries) throws IOException, InterruptedException {
        long newest = newestId(rig.server());
        if (newest < entries) {
            int port = rig.server().port();
            IngestBodies bodies = new IngestBodies(port, POOL, BATCH);
            try (ClosedLoop sender = ClosedLoop.connect(rig.posting(), rig.clock(), port, CONNECTIONS, bodies)) {
                Posted posted = sender.start(PATIENCE_SECONDS, entries - newest).join();
                newest = posted.lastId();
                System.out.println("filled up to " + Figures.count(newest) + " entries in "
                        + Figures.number(posted.nanos() / 1e9, 1) + " s");
            }
        }
        if (newest < entries) {
            throw new IllegalStateException("Only " + newest + " of " + entries + " entries could be stored.");
        }
        ArchiveLag.awaitNone(rig.server());
        return newest;
    }

    private static long newestId(ServerProcess server) throws IOException, InterruptedException {
        return (long) server.metric("tailrace_log_committed_id");
    }
}
