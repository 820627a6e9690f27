package io.tailrace.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tailrace.fault.Seam;
import io.tailrace.http.access.LoopGuards;
import io.tailrace.http.access.RequestRules;
import io.tailrace.http.answer.Answers;
import io.tailrace.http.ingest.IngestRoute;
import io.tailrace.http.ops.ArchiveRoute;
import io.tailrace.http.query.QueryRoutes;
import io.tailrace.http.tail.TailRoutes;
import io.tailrace.stream.Fanout;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one event loop, with the fan-out for the streams on it. It listens before the log is open, and says
 * so until {@link #serve} gives it the routes that need the log.
 */
final class Listener extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 32 << 10;

    private final ServerConfig config;
    private final Routes.Shared shared;
    private final LoopGuards guards;
    private @Nullable HttpServer server;
    private @Nullable Admission admission;
    private @Nullable Routes routes;
    private volatile boolean serves;

    // Set once the log is open.
    private @Nullable Fanout fanout;

    Listener(ServerConfig config, Routes.Shared shared) {
        this.config = config;
        this.shared = shared;
        guards = new LoopGuards(config.listen().deadlines(), shared.faults(), shared.meters());
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = options();
        shared.answers().countOn(context);
        admission = new Admission(shared.connections(), guards, options);
        routes = new Routes(vertx, shared);
        guards.start(((ContextInternal) context).nettyEventLoop());
        HttpServer http = vertx.createHttpServer(options)
                .connectionHandler(admission::admit)
                .requestHandler(this::handle)
                .invalidRequestHandler(Listener::refuseInvalid)
                .exceptionHandler(broken -> LOG.debug("A connection failed", broken));
        server = http;
        // All listeners of a deployment that ask for port -1 share one free port.
        return http.listen(
                config.listen().port() == 0 ? -1 : config.listen().port(),
                config.listen().host());
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(4096)
                .setHttp2ClearTextEnabled(false)
                .setMaxChunkSize(64 << 10)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS);
        if (config.listen().sendBufferBytes() > 0) {
            options.setSendBufferSize(config.listen().sendBufferBytes());
        }
        return options;
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

    /** Whether entries are taken and streamed here. Any thread may ask. */
    boolean serves() {
        return serves;
    }

    /** Whether the loop has come round lately. Any thread may ask. */
    boolean isAlive() {
        return guards.isAlive();
    }

    /** Where the bad request ends and the next begins is not known, so there is no next. */
    private static void refuseInvalid(HttpServerRequest request) {
        HttpServerResponse response = lastOf(request).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ ->
                Answers.error(response, 414, "uri_too_long", "the address is longer than " + MAX_LINE + " bytes");
            case TooLongHttpHeaderException _ ->
                Answers.error(
                        response, 431, "headers_too_large", "the headers are larger than " + MAX_HEADERS + " bytes");
            case null, default -> Answers.error(response, 400, "invalid_request", "this is not a valid HTTP request");
        }
    }

    /** The response to the last request of a connection, which is closed behind it. */
    private static HttpServerResponse lastOf(HttpServerRequest request) {
        return request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(_ -> request.connection().close());
    }

    private void handle(HttpServerRequest request) {
        try {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
            dispatch(request);
        } catch (Throwable fault) {
            shared.faults().caught(Seam.REQUEST, request.method() + " " + request.path() + " failed", fault);
            Answers.fault(request.response());
        }
    }

    private void dispatch(HttpServerRequest request) {
        Optional<String> broken = RequestRules.brokenFraming(request);
        if (broken.isPresent()) {
            Answers.error(lastOf(request), 400, "invalid_request", broken.get());
        } else if (admission == null || !admission.mayServe(request)) {
            Answers.errorForNow(
                    request.response(),
                    503,
                    "too_many_connections",
                    "there are too many connections; try again in a second, or see --max-connections");
        } else if (shared.access().admit(request)) {
            if (!RequestRules.isAddressValid(request)) {
                Answers.error(
                        request.response(),
                        400,
                        "invalid_request",
                        "the address is not valid: it begins with /, % stands before two hexadecimal digits,"
                                + " and what they say is UTF-8");
            } else if (routes != null) {
                routes.handle(request);
            }
        }
    }

    /** Begins to take and stream entries. On the event loop. */
    void serve(
            Fanout newFanout,
            IngestRoute newIngest,
            TailRoutes newTail,
            QueryRoutes newQueries,
            ArchiveRoute newArchive) {
        if (routes == null) {
            throw new IllegalStateException("the listener was not started");
        }
        fanout = newFanout;
        newFanout.start();
        guards.alsoLooks(newIngest::giveUpSlowBodies);
        routes.serve(newIngest, newTail, newQueries, newArchive);
        serves = true;
    }

    /** Takes no more entries and no new streams, and ends the streams that there are. On the event loop. */
    void stopServing() {
        serves = false;
        if (routes != null) {
            routes.stopServing();
        }
        if (fanout != null) {
            fanout.stop();
        }
    }
}
