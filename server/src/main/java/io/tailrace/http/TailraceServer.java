package io.tailrace.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailrace.archive.LogQueries;
import io.tailrace.entry.EntryLimits;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.ingest.BodyParser;
import io.tailrace.http.ingest.IngestLimits;
import io.tailrace.http.ingest.IngestRoute;
import io.tailrace.http.ops.ArchiveRoute;
import io.tailrace.http.ops.OpsRoutes;
import io.tailrace.http.page.PageRoute;
import io.tailrace.http.page.ProgramFiles;
import io.tailrace.http.query.CountRoutes;
import io.tailrace.http.query.EntryRoutes;
import io.tailrace.http.query.ExportRoute;
import io.tailrace.http.query.QueryPool;
import io.tailrace.http.query.QueryRoutes;
import io.tailrace.http.tail.Framings;
import io.tailrace.http.tail.Liveness;
import io.tailrace.http.tail.TailRoutes;
import io.tailrace.log.EventLog;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.StreamLimits;
import io.tailrace.stream.StreamMeters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One running server: puts the parts together, starts them in order and stops them in the opposite one. Called by the
 * thread that starts the program.
 */
public final class TailraceServer implements Closeable {

    private static final long SCAN_BYTES = 4 << 20;
    private static final int PAGE_BYTES = 2 << 20;
    private static final long LOOP_SECONDS = 10;

    private final ServerConfig config;
    private final String version;
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AccessRules access;
    private final Connections connections;
    private final PageRoute page = new PageRoute(ProgramFiles::read);
    private final List<Listener> listeners = new ArrayList<>();
    private final ExecutorService workers;
    private final Vertx vertx;
    private volatile @Nullable Storage storage;

    /** What asks the log, to be closed before it, in this order. */
    private final List<Closeable> toClose = new ArrayList<>();

    private volatile boolean stopping;

    private TailraceServer(ServerConfig config, String version) {
        this.config = config;
        this.version = version;
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        access = new AccessRules(config.allowHosts(), config.allowOrigins());
        connections = new Connections(config, meters);
        workers = Executors.newFixedThreadPool(
                config.catchUpWorkers(),
                Thread.ofPlatform().name("catch-up-", 0).factory());
        int loops = config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(Math.max(2, loops)));
        OpsRoutes ops = new OpsRoutes(version, this::notReady, meters);
        Listener.Shared shared = new Listener.Shared(access, ops, page, connections);
        for (int i = 0; i < loops; i++) {
            listeners.add(new Listener(config, shared));
        }
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
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void start() throws IOException {
        var next = listeners.iterator();
        Future<String> listening =
                vertx.deployVerticle(() -> next.next(), new DeploymentOptions().setInstances(listeners.size()));
        Storage opened = openWhile(listening);
        storage = opened;
        await(listening, "The server cannot listen on " + config.host() + ":" + config.port());
        EventLog log = opened.log();
        Framings framings = Framings.of(version, log.epoch(), config.heartbeatMillis());
        Liveness liveness = new Liveness(config.pingMillis(), config.silenceMillis());
        BodyParser parser = new BodyParser(new EntryLimits(config.maxEntryBytes()), config.maxBodyBytes());
        AtomicLong buffered = new AtomicLong();
        meters.gauge("tailrace.ingest.buffered.bytes", buffered);
        Gauge.builder("tailrace.ingest.buffered.max.bytes", () -> config.maxBufferedBytes())
                .register(meters);
        ArchiveRoute archive = new ArchiveRoute(opened::report);
        QueryRoutes queries = queries(opened);
        StreamMeters streamMeters = new StreamMeters(meters);
        onEachLoop((listener, loop) -> {
            Fanout fanout = new Fanout(log, loop.nettyEventLoop(), workers, streamLimits(), streamMeters);
            listener.serve(
                    fanout,
                    new IngestRoute(
                            log,
                            parser,
                            new IngestLimits(config.maxBodyBytes(), config.maxBufferedBytes()),
                            buffered,
                            meters),
                    new TailRoutes(
                            fanout, framings, liveness, access, connections.streams(), connections.limit(), clock),
                    queries,
                    archive);
        });
        page.prepare();
    }

    /** Opens the storage; if that fails it waits for the listening to begin, as Vert.x cannot be closed well before. */
    private Storage openWhile(Future<?> listening) throws IOException {
        try {
            return Storage.open(config, clock, meters);
        } catch (IOException | RuntimeException failed) {
            try {
                await(listening, "The server cannot listen either");
            } catch (IOException notEither) {
                failed.addSuppressed(notEither);
            }
            throw failed;
        }
    }

    private QueryRoutes queries(Storage opened) throws IOException {
        LogQueries log = opened.queries(config.queryConcurrency() + config.exportConcurrency());
        toClose.add(log);
        QueryPool pool = new QueryPool(
                "queries", config.queryConcurrency(), config.queryQueue(), config.queryTimeoutMillis(), meters);
        toClose.addFirst(pool);
        QueryPool exports = new QueryPool("exports", config.exportConcurrency(), 0, 0, meters);
        toClose.addFirst(exports);
        return new QueryRoutes(
                new EntryRoutes(log.pages(), pool, clock),
                new CountRoutes(log.counts(), pool, clock),
                new ExportRoute(log.exports(), exports, config.silenceMillis(), clock));
    }

    private StreamLimits streamLimits() {
        return new StreamLimits(
                config.batchBytes(), SCAN_BYTES, PAGE_BYTES, config.catchUpPages(), config.heartbeatMillis());
    }

    /** Something to do with a listener on its event loop. */
    private interface LoopTask {
        void run(Listener listener, ContextInternal loop);
    }

    private void onEachLoop(LoopTask task) throws IOException {
        List<Future<Void>> done = new ArrayList<>();
        for (Listener listener : listeners) {
            ContextInternal loop = listener.loop();
            if (loop != null) {
                Promise<Void> promise = Promise.promise();
                done.add(promise.future());
                loop.runOnContext(_ -> {
                    task.run(listener, loop);
                    promise.complete();
                });
            }
        }
        await(Future.all(done), "An event loop did not answer");
    }

    private static void await(Future<?> future, String otherwise) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(LOOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new IOException(otherwise + ": " + (cause == null ? failed : cause).getMessage(), cause);
        } catch (TimeoutException late) {
            throw new IOException(otherwise + " in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(otherwise + ": interrupted", interrupted);
        }
    }

    private Optional<String> notReady() {
        Storage opened = storage;
        if (opened == null) {
            return Optional.of("opening the log and replaying its journal");
        }
        return stopping ? Optional.of("shutting down") : opened.log().unavailable();
    }

    /** The port that the server listens on. */
    public int port() {
        return listeners.getFirst().port();
    }

    /**
     * Stops within a few seconds: takes no more, answers what was taken, closes the streams so that their clients know to
     * come back, and flushes.
     */
    @Override
    public void close() throws IOException {
        stopping = true;
        onEachLoop((listener, _) -> listener.stopServing());
        for (Closeable part : toClose) {
            part.close();
        }
        if (storage != null) {
            storage.close();
        }
        workers.shutdownNow();
        await(vertx.close(), "The server did not stop");
    }
}
