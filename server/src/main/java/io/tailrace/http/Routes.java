package io.tailrace.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.answer.AnswerBudget;
import io.tailrace.http.answer.Answers;
import io.tailrace.http.ingest.IngestRoute;
import io.tailrace.http.ops.ArchiveRoute;
import io.tailrace.http.ops.OpsRoutes;
import io.tailrace.http.page.PageRoute;
import io.tailrace.http.query.QueryRoutes;
import io.tailrace.http.tail.NotReadyStream;
import io.tailrace.http.tail.TailRoutes;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which path is whose, on one event loop. Those that need the log say that the server is not ready until {@link #serve}
 * gives them theirs.
 */
final class Routes {

    static final String WEB_SOCKET = "/ws/logs";

    /** An id in a path, as a regular expression that names it. */
    private static final String ID = "/(?<id>\\d+)";

    private final Shared shared;
    private final Router router;

    // Set once the log is open.
    private @Nullable IngestRoute ingest;
    private @Nullable TailRoutes tail;
    private @Nullable ArchiveRoute archive;
    private @Nullable QueryRoutes queries;

    /** What all listeners of a server have in common. */
    record Shared(
            AccessRules access,
            OpsRoutes ops,
            PageRoute page,
            Connections connections,
            AnswerBudget answers,
            Faults faults,
            MeterRegistry meters) {}

    Routes(Vertx vertx, Shared shared) {
        this.shared = shared;
        router = Router.router(vertx);
        logs();
        get("/health", shared.ops()::health);
        get("/ready", shared.ops()::ready);
        get("/metrics", shared.ops()::metrics);
        router.route().handler(shared.page()::handle);
        router.errorHandler(
                400,
                routing ->
                        Answers.error(routing.response(), 400, "invalid_request", "the request's path is not valid"));
        router.errorHandler(500, this::failed);
    }

    /** The router hands out sockets wrapped, without a way to their channel, so WebSockets do not pass through it. */
    void handle(HttpServerRequest request) {
        if (WEB_SOCKET.equals(request.path()) && request.method().equals(HttpMethod.GET)) {
            if (tail == null) {
                notReady(request.response());
            } else {
                tail.webSocket(request);
            }
        } else if (request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*")) {
            Answers.options(request.response(), "GET, HEAD, POST");
        } else {
            router.handle(request);
        }
    }

    private void logs() {
        for (String logs : List.of("/api/logs", "/api/v1/logs")) {
            ingest(logs);
            query(router.route(logs), (queries, routing) -> queries.entries().page(routing));
            otherMethods(logs, "GET, HEAD, POST");
            ingest(logs + "/batch");
            otherMethods(logs + "/batch", "POST");
            router.get(logs + "/stream").handler(routing -> {
                if (tail != null) {
                    tail.stream(routing.request());
                } else if (!NotReadyStream.answered(routing.request())) {
                    notReady(routing.response());
                }
            });
            otherMethods(logs + "/stream", "GET");
            questions(logs);
        }
        otherMethods(WEB_SOCKET, "GET");
        for (String path : List.of("/api/archive", "/api/v1/archive")) {
            get(path, routing -> {
                if (archive == null) {
                    notReady(routing.response());
                } else {
                    archive.handle(routing);
                }
            });
        }
    }

    private void ingest(String path) {
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

    private void questions(String logs) {
        onlyQuery(logs + "/stats", (queries, routing) -> queries.counts().stats(routing));
        onlyQuery(logs + "/histogram", (queries, routing) -> queries.counts().histogram(routing));
        onlyQuery(logs + "/values", (queries, routing) -> queries.counts().values(routing));
        onlyQuery(logs + "/export", (queries, routing) -> queries.exports().export(routing));
        onlyQuery(logs + ID, (queries, routing) -> queries.entries().entry(routing));
        onlyQuery(
                logs + ID + "/context", (queries, routing) -> queries.entries().context(routing));
    }

    /** Paths that are only questions, by a regular expression. */
    private void onlyQuery(String pattern, BiConsumer<QueryRoutes, RoutingContext> question) {
        query(router.routeWithRegex(pattern), question);
        otherMethods(router.routeWithRegex(pattern), "GET, HEAD");
    }

    /** A path that is only read. HEAD is answered like GET, and Vert.x leaves the body out. */
    private void get(String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        otherMethods(path, "GET, HEAD");
    }

    private void otherMethods(String path, String allowed) {
        otherMethods(router.route(path), allowed);
    }

    /** Answers what a path takes when it is asked for that, or for something else. */
    private static void otherMethods(Route route, String allowed) {
        route.handler(routing -> {
            if (routing.request().method().equals(HttpMethod.OPTIONS)) {
                Answers.options(routing.response(), allowed);
            } else {
                Answers.methodNotAllowed(routing.response(), allowed);
            }
        });
    }

    private static void notReady(HttpServerResponse response) {
        Answers.errorForNow(response, 503, "not_ready", "the server is starting or shutting down");
    }

    private void failed(RoutingContext routing) {
        Throwable fault = routing.failure() == null ? new IllegalStateException("no reason given") : routing.failure();
        HttpServerRequest request = routing.request();
        shared.faults().caught(Seam.REQUEST, request.method() + " " + request.path() + " failed", fault);
        Answers.fault(routing.response());
    }

    /** Begins to take and stream entries. On the event loop. */
    void serve(IngestRoute newIngest, TailRoutes newTail, QueryRoutes newQueries, ArchiveRoute newArchive) {
        ingest = newIngest;
        tail = newTail;
        queries = newQueries;
        archive = newArchive;
    }

    /** Takes no more entries and no new streams. On the event loop. */
    void stopServing() {
        ingest = null;
        tail = null;
        archive = null;
        queries = null;
    }
}
