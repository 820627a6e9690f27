package io.tailrace.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailrace.archive.LogQueries;
import io.tailrace.entry.EntryLimits;
import io.tailrace.fault.Faults;
import io.tailrace.filter.FilterBudget;
import io.tailrace.http.answer.AnswerBudget;
import io.tailrace.http.ingest.BodyParser;
import io.tailrace.http.ingest.BodyShares;
import io.tailrace.http.ingest.BodyWorkers;
import io.tailrace.http.ingest.IngestRoute;
import io.tailrace.http.ops.ArchiveRoute;
import io.tailrace.http.ops.DirectMemory;
import io.tailrace.http.ops.OpsRoutes;
import io.tailrace.http.ops.Readiness;
import io.tailrace.http.page.PageRoute;
import io.tailrace.http.page.ProgramFiles;
import io.tailrace.http.query.Background;
import io.tailrace.http.query.CountRoutes;
import io.tailrace.http.query.EntryRoutes;
import io.tailrace.http.query.ExportRoute;
import io.tailrace.http.query.QueryLimits;
import io.tailrace.http.query.QueryPool;
import io.tailrace.http.query.QueryRoutes;
import io.tailrace.http.tail.Framings;
import io.tailrace.http.tail.Liveness;
import io.tailrace.http.tail.TailRoutes;
import io.tailrace.log.EventLog;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Readers;
import io.tailrace.stream.StreamMeters;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One running server: puts the parts together, starts them in order and stops them in the opposite one. Called by the
 * thread that starts the program.
 */
public final class TailraceServer implements Closeable {

    /** Event loops bound the pages that they have read, see {@code --catch-up-pages}; this only guards the queue. */
    private static final int MAX_READS = 10_000;

    /** Each of the pools of questions and of exports has one place more than it is said to. */
    private static final int KEPT_PLACES = 2;

    private final ServerConfig config;
    private final String version;
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry meters = ProcessMeters.registry();
    private final Faults faults = Faults.ofProcess(meters);
    private final Connections connections;
    private final PageRoute page = new PageRoute(ProgramFiles::page, ProgramFiles::documents);
    private final Fanout.Workers workers;
    private final FilterBudget filters;
    private final OpsRoutes ops;
    private final BodyWorkers bodyWorkers;
    private final EventLoops loops;
    private volatile @Nullable Storage storage;

    /** What asks the log, to be closed before it, in this order. */
    private final List<Closeable> toClose = new ArrayList<>();

    private final AtomicBoolean closed = new AtomicBoolean();

    private TailraceServer(ServerConfig config, String version) {
        this.config = config;
        this.version = version;
        connections = new Connections(config.listen(), meters);
        workers = new Fanout.Workers(
                new Readers(
                        "stream.reads",
                        config.tail().readers(),
                        MAX_READS,
                        Thread.ofPlatform().name("catch-up-", 0).factory(),
                        faults,
                        meters),
                new Readers(
                        "stream.lookups",
                        config.tail().readers(),
                        config.tail().lookUps(),
                        Background.threads("look-up"),
                        faults,
                        meters));
        filters = new FilterBudget(config.filter().maxBytes(), evaluators(config), meters);
        ops = new OpsRoutes(version, readiness(DirectMemory.ofProcess(meters)), meters, faults);
        bodyWorkers = new BodyWorkers(Math.max(2, config.listen().eventLoops()), faults, meters);
        AnswerBudget answers = new AnswerBudget(config.listen().maxAnswerBytes(), meters);
        loops = new EventLoops(
                config, new Routes.Shared(config.access(), ops, page, connections, answers, faults, meters));
    }

    /** How many threads ask filters. */
    private static int evaluators(ServerConfig config) {
        return config.listen().eventLoops()
                + 2 * config.tail().readers()
                + config.query().concurrency()
                + config.query().exportConcurrency();
    }

    /**
     * Starts a server. When this returns it accepts entries.
     *
     * @throws IOException if the address cannot be listened on or the data directory cannot be opened; the message says
     *     what to do
     */
    public static TailraceServer start(ServerConfig config, String version) throws IOException {
        TailraceServer server = new TailraceServer(config, version);
        try {
            server.start();
            return server;
        } catch (Throwable failed) {
            try {
                server.close();
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    private void start() throws IOException {
        loops.listen();
        Storage opened = openWhileListening();
        storage = opened;
        loops.awaitListening();
        serve(opened);
        page.prepare();
    }

    /** Opens the storage; if that fails it waits for the listening to begin, as Vert.x cannot be closed well before. */
    private Storage openWhileListening() throws IOException {
        try {
            return Storage.open(config, clock, faults, meters);
        } catch (IOException | RuntimeException failed) {
            try {
                loops.awaitListening();
            } catch (IOException notEither) {
                failed.addSuppressed(notEither);
            }
            throw failed;
        }
    }

    /** Gives each loop the routes that need the log. */
    private void serve(Storage opened) throws IOException {
        EventLog log = opened.log();
        Framings framings =
                new Framings(version, log.epoch(), config.tail().limits().heartbeatMillis());
        Liveness liveness = config.tail().liveness();
        BodyParser parser = new BodyParser(
                new EntryLimits(config.ingest().maxEntryBytes()),
                config.ingest().maxBodyBytes());
        IngestRoute.Shared ingest = new IngestRoute.Shared(
                parser,
                new BodyShares(config.ingest().maxBufferedBytes(), meters),
                bodyWorkers,
                config.listen().deadlines(),
                faults);
        ArchiveRoute archive = archive(opened);
        QueryRoutes queries = queries(opened);
        StreamMeters streamMeters = new StreamMeters(meters);
        loops.onEach((listener, loop) -> {
            Fanout fanout = new Fanout(
                    log, loop.nettyEventLoop(), workers, config.tail().limits(), streamMeters, faults);
            listener.serve(
                    fanout,
                    new IngestRoute(log, config.ingest(), ingest, meters),
                    new TailRoutes(
                            fanout, framings, liveness, config.access(), connections.streams(), filters, faults, clock),
                    queries,
                    archive);
        });
    }

    /** Looks at the archive on threads of its own. */
    private ArchiveRoute archive(Storage opened) {
        QueryLimits limits = config.query();
        QueryPool pool =
                new QueryPool("reports", Storage.REPORTS, limits.queue(), limits.timeoutMillis(), faults, meters);
        toClose.addFirst(pool);
        return new ArchiveRoute(opened::report, pool);
    }

    private QueryRoutes queries(Storage opened) {
        QueryLimits limits = config.query();
        LogQueries log = opened.queries(limits.concurrency() + limits.exportConcurrency() + KEPT_PLACES);
        toClose.add(log);
        QueryPool pool =
                new QueryPool("queries", limits.concurrency(), limits.queue(), limits.timeoutMillis(), faults, meters);
        toClose.addFirst(pool);
        QueryPool exports = new QueryPool("exports", limits.exportConcurrency(), 0, 0, faults, meters);
        toClose.addFirst(exports);
        long silenceMillis = config.tail().liveness().silenceMillis();
        return new QueryRoutes(
                new EntryRoutes(log.pages(), log.elsewhere(), pool, filters, clock),
                new CountRoutes(log.counts(), pool, filters, clock),
                new ExportRoute(log.exports(), exports, filters, silenceMillis, clock));
    }

    /** What has to be well for the server to be ready; whatever else can fail for good is to be named here. */
    private Readiness readiness(DirectMemory memory) {
        return new Readiness(List.of(
                () -> closed.get() ? Optional.of("shutting down") : Optional.empty(),
                () -> storage == null ? Optional.of("opening the log and replaying its journal") : Optional.empty(),
                () -> unless(loops().allServe(), "the event loops begin to serve"),
                () -> unless(loops().allLive(), "an event loop has not answered for more than 5 s"),
                () -> Optional.ofNullable(storage)
                        .flatMap(opened -> opened.log().unavailable()),
                () -> Optional.ofNullable(storage).flatMap(Storage::fault),
                memory::nearlyUsedUp));
    }

    private static Optional<String> unless(boolean isWell, String reason) {
        return isWell ? Optional.empty() : Optional.of(reason);
    }

    /** Nobody asks before the loops are there, as they are what is asked on. */
    private EventLoops loops() {
        return loops;
    }

    /** The port that the server listens on. */
    public int port() {
        return loops.port();
    }

    /**
     * Stops within a few seconds: takes no more, answers what was taken, closes the streams so that their clients know to
     * come back, and flushes. To close it again does nothing.
     */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        List<Closeable> steps = new ArrayList<>();
        steps.add(() -> loops.onEach((listener, _) -> listener.stopServing()));
        steps.add(workers);
        steps.addAll(toClose);
        Storage opened = storage;
        if (opened != null) {
            steps.add(opened);
        }
        steps.add(bodyWorkers);
        steps.add(loops);
        steps.add(ops);
        new Closing(faults).all(steps);
    }
}
