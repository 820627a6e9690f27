package io.tailrace.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.access.ClientLimit;
import io.tailrace.http.answer.Answers;
import io.tailrace.http.ingest.IngestRoute;
import io.tailrace.http.ops.ArchiveRoute;
import io.tailrace.http.ops.OpsRoutes;
import io.tailrace.http.page.PageRoute;
import io.tailrace.http.query.QueryRoutes;
import io.tailrace.http.tail.ClientChannel;
import io.tailrace.http.tail.Framings;
import io.tailrace.http.tail.NotReadyStream;
import io.tailrace.http.tail.TailRoutes;
import io.tailrace.stream.Fanout;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one event loop, with the fan-out for the streams on it. It listens before the log is open, and says
 * so until {@link #serve} gives it the routes that need the log.
 */
final class Listener extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final String WEB_SOCKET = "/ws/logs";
    /** An id in a path, as a regular expression that names it. */
    private static final String ID = "/(?<id>\\d+)";

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 32 << 10;
    private static final int MAX_CLIENT_FRAME = 64 << 10;
    private static final int CLOSING_TIMEOUT_SECONDS = 2;

    private final ServerConfig config;
    private final Shared shared;
    private @Nullable HttpServer server;

    // Set once the log is open.
    private @Nullable Fanout fanout;
    private @Nullable IngestRoute ingest;
    private @Nullable TailRoutes tail;
    private @Nullable ArchiveRoute archive;
    private @Nullable QueryRoutes queries;

    Listener(ServerConfig config, Shared shared) {
        this.config = config;
        this.shared = shared;
    }

    /** What all listeners of a server have in common. */
    record Shared(AccessRules access, OpsRoutes ops, PageRoute page, Connections connections) {}

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096)
                .setHttp2ClearTextEnabled(false)
                .setMaxChunkSize(64 << 10)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxWebSocketFrameSize(MAX_CLIENT_FRAME)
                .setMaxWebSocketMessageSize(MAX_CLIENT_FRAME)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS)
                .setWebSocketSubProtocols(List.of(Framings.TAILRACE_V1));
        if (config.listen().sendBufferBytes() > 0) {
            options.setSendBufferSize(config.listen().sendBufferBytes());
        }
        HttpServer http = vertx.createHttpServer(options)
                .connectionHandler(this::admit)
                .requestHandler(dispatcher())
                .invalidRequestHandler(Listener::refuseInvalid)
                .exceptionHandler(broken -> LOG.debug("A connection failed", broken));
        server = http;
        // All listeners of a deployment that ask for port -1 share one free port.
        return http.listen(
                config.listen().port() == 0 ? -1 : config.listen().port(),
                config.listen().host());
    }

    /** The event loop that this runs on; null before it was deployed. */
    @Nullable
    ContextInternal loop() {
        return (ContextInternal) context;
    }

    /** The port that is listened on. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    /** A connection gives its place back when its channel is closed, whoever has taken that over by then. */
    private void admit(HttpConnection connection) {
        Optional<ClientLimit.Place> place = shared.connections.limit().tryEnter();
        if (place.isPresent()) {
            ClientChannel.of(connection)
                    .closeFuture()
                    .addListener(_ -> place.get().close());
        } else {
            shared.connections.refused();
            connection.close();
        }
    }

    /** Where the bad request ends and the next begins is not known, so there is no next. */
    private static void refuseInvalid(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.endHandler(_ -> request.connection().close());
        switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ ->
                Answers.error(response, 414, "uri_too_long", "the address is longer than " + MAX_LINE + " bytes");
            case TooLongHttpHeaderException _ ->
                Answers.error(
                        response, 431, "headers_too_large", "the headers are larger than " + MAX_HEADERS + " bytes");
            case null, default -> Answers.error(response, 400, "invalid_request", "this is not a valid HTTP request");
        }
    }

    /** The router hands out sockets wrapped, without a way to their channel, so WebSockets do not pass through it. */
    private Handler<HttpServerRequest> dispatcher() {
        Router router = router();
        return request -> {
            if (!shared.access.admit(request)) {
                return;
            }
            if (!isAddressValid(request)) {
                Answers.error(
                        request.response(),
                        400,
                        "invalid_request",
                        "the address is not valid: it begins with /, and % stands before two hexadecimal digits");
            } else if (WEB_SOCKET.equals(request.path()) && request.method().equals(HttpMethod.GET)) {
                webSocket(request);
            } else {
                router.handle(request);
            }
        };
    }

    /** Whether the path and, unless it is only for the page, the query can be read. */
    private static boolean isAddressValid(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith("/")) {
            return false;
        }
        boolean isForPage = !path.startsWith("/api/") && !path.equals(WEB_SOCKET);
        try {
            return isForPage || request.query() == null || request.params() != null;
        } catch (IllegalArgumentException badEscape) {
            return false;
        }
    }

    private void webSocket(HttpServerRequest request) {
        if (tail == null) {
            notReady(request.response());
        } else {
            tail.webSocket(request);
        }
    }

    private Router router() {
        Router router = Router.router(vertx);
        for (String logs : List.of("/api/logs", "/api/v1/logs")) {
            ingest(router, logs);
            query(router.route(logs), (queries, routing) -> queries.entries().page(routing));
            refuseOtherMethods(router, logs, "GET, HEAD, POST");
            ingest(router, logs + "/batch");
            refuseOtherMethods(router, logs + "/batch", "POST");
            router.get(logs + "/stream").handler(routing -> {
                if (tail != null) {
                    tail.stream(routing.request());
                } else if (!NotReadyStream.answered(routing.request())) {
                    notReady(routing.response());
                }
            });
            refuseOtherMethods(router, logs + "/stream", "GET");
            questions(router, logs);
        }
        refuseOtherMethods(router, WEB_SOCKET, "GET");
        for (String path : List.of("/api/archive", "/api/v1/archive")) {
            get(router, path, routing -> {
                if (archive == null) {
                    notReady(routing.response());
                } else {
                    archive.handle(routing);
                }
            });
        }
        get(router, "/health", shared.ops::health);
        get(router, "/ready", shared.ops::ready);
        get(router, "/metrics", shared.ops::metrics);
        router.route().handler(shared.page::handle);
        router.errorHandler(
                400,
                routing ->
                        Answers.error(routing.response(), 400, "invalid_request", "the request's path is not valid"));
        router.errorHandler(500, Listener::failed);
        return router;
    }

    private void ingest(Router router, String path) {
        router.post(path).handler(routing -> {
            if (ingest == null) {
                notReady(routing.response());
            } else {
                ingest.handle(routing);
            }
        });
    }

    /** A path that is a question to the log. */
    private void query(Route route, BiConsumer<QueryRoutes, RoutingContext> question) {
        route.method(HttpMethod.GET).method(HttpMethod.HEAD).handler(routing -> {
            if (queries == null) {
                notReady(routing.response());
            } else {
                question.accept(queries, routing);
            }
        });
    }

    private void questions(Router router, String logs) {
        onlyQuery(
                router, logs + "/stats", (queries, routing) -> queries.counts().stats(routing));
        onlyQuery(
                router,
                logs + "/histogram",
                (queries, routing) -> queries.counts().histogram(routing));
        onlyQuery(
                router, logs + "/values", (queries, routing) -> queries.counts().values(routing));
        onlyQuery(
                router,
                logs + "/export",
                (queries, routing) -> queries.exports().export(routing));
        onlyQuery(router, logs + ID, (queries, routing) -> queries.entries().entry(routing));
        onlyQuery(
                router,
                logs + ID + "/context",
                (queries, routing) -> queries.entries().context(routing));
    }

    /** Paths that are only questions, by a regular expression. */
    private void onlyQuery(Router router, String pattern, BiConsumer<QueryRoutes, RoutingContext> question) {
        query(router.routeWithRegex(pattern), question);
        refuseOtherMethods(router.routeWithRegex(pattern), "GET, HEAD");
    }

    /** A path that is only read. HEAD is answered like GET, and Vert.x leaves the body out. */
    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        refuseOtherMethods(router, path, "GET, HEAD");
    }

    private static void refuseOtherMethods(Router router, String path, String allowed) {
        refuseOtherMethods(router.route(path), allowed);
    }

    private static void refuseOtherMethods(Route route, String allowed) {
        route.handler(routing -> Answers.methodNotAllowed(routing.response(), allowed));
    }

    private static void notReady(HttpServerResponse response) {
        Answers.errorForNow(response, 503, "not_ready", "the server is starting or shutting down");
    }

    private static void failed(RoutingContext routing) {
        LOG.error("{} {} failed", routing.request().method(), routing.request().path(), routing.failure());
        Answers.error(routing.response(), 500, "internal", "the server failed; its log says more");
    }

    /** Begins to take and stream entries. On the event loop. */
    void serve(
            Fanout newFanout,
            IngestRoute newIngest,
            TailRoutes newTail,
            QueryRoutes newQueries,
            ArchiveRoute newArchive) {
        fanout = newFanout;
        ingest = newIngest;
        tail = newTail;
        queries = newQueries;
        archive = newArchive;
        newFanout.start();
        vertx.setPeriodic(config.tail().liveness().silenceMillis(), _ -> newIngest.giveUpSilentBodies());
    }

    /** Takes no more entries and no new streams, and ends the streams that there are. On the event loop. */
    void stopServing() {
        ingest = null;
        tail = null;
        archive = null;
        queries = null;
        if (fanout != null) {
            fanout.stop();
        }
    }
}
