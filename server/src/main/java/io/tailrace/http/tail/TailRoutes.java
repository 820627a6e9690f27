package io.tailrace.http.tail;

import io.tailrace.entry.Position;
import io.tailrace.filter.FilterException;
import io.tailrace.http.access.AccessRules;
import io.tailrace.http.access.ClientLimit;
import io.tailrace.http.answer.Answers;
import io.tailrace.stream.Fanout;
import io.tailrace.stream.Framing;
import io.tailrace.stream.Start;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code GET /ws/logs} and {@code GET /api/logs/stream}: checks what a client asks for and gives it a subscription. One for
 * each event loop.
 */
public final class TailRoutes {

    private static final String JSON_LINES = "application/x-ndjson";
    private static final String EVENT_STREAM = "text/event-stream";

    private final Fanout fanout;
    private final Framings framings;
    private final Liveness liveness;
    private final AccessRules access;
    private final ClientLimit clients;
    private final ClientLimit connections;
    private final InstantSource clock;

    /** @param connections in which a WebSocket gives back its place, as Vert.x does not see its end */
    public TailRoutes(
            Fanout fanout,
            Framings framings,
            Liveness liveness,
            AccessRules access,
            ClientLimit clients,
            ClientLimit connections,
            InstantSource clock) {
        this.fanout = fanout;
        this.framings = framings;
        this.liveness = liveness;
        this.access = access;
        this.clients = clients;
        this.connections = connections;
        this.clock = clock;
    }

    public void webSocket(HttpServerRequest request) {
        if (!request.canUpgradeToWebSocket()) {
            HttpServerResponse response = request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            Answers.error(response, 426, "upgrade_required", "this is a WebSocket; see also /api/logs/stream");
            return;
        }
        admit(request)
                .ifPresent(parameters -> request.toWebSocket()
                        .onSuccess(socket -> start(socket, parameters))
                        .onFailure(refused -> clients.leave()));
    }

    private void start(ServerWebSocket socket, TailParameters parameters) {
        Framing framing = Framings.TAILRACE_V1.equals(socket.subProtocol()) ? framings.tailraceV1() : framings.plain();
        new WebSocketSession(socket, liveness, this::webSocketEnded).start(fanout, parameters, framing);
    }

    private void webSocketEnded() {
        clients.leave();
        connections.leave();
    }

    public void stream(HttpServerRequest request) {
        admit(request).ifPresent(parameters -> {
            HttpServerResponse response = request.response();
            String accept = request.getHeader(HttpHeaders.ACCEPT);
            boolean lines = accept != null && accept.contains(JSON_LINES);
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, lines ? JSON_LINES : EVENT_STREAM)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    // Asks a proxy in front not to hold entries back.
                    .putHeader("X-Accel-Buffering", "no");
            response.writeHead();
            new ResponseOutlet(response)
                    .start(fanout, parameters, lines ? framings.jsonLines() : framings.eventStream(), clients::leave);
        });
    }

    /** Checks a request for a stream and takes a place for it, or answers why not. */
    private Optional<TailParameters> admit(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!access.isOriginAllowed(request)) {
            AccessRules.refuseOrigin(response);
            return Optional.empty();
        }
        try {
            TailParameters parameters = TailParameters.of(request.params(), clock);
            String lastEventId = request.getHeader("Last-Event-ID");
            if (lastEventId != null && !lastEventId.isEmpty()) {
                Position position = TailParameters.position(lastEventId);
                parameters = new TailParameters(parameters.filter(), new Start.After(position));
            }
            if (!clients.tryEnter()) {
                Answers.errorForNow(
                        response,
                        503,
                        "too_many_clients",
                        "there are " + clients.max() + " streams; see --max-clients");
                return Optional.empty();
            }
            return Optional.of(parameters);
        } catch (FilterException refusal) {
            Answers.refusal(response, refusal);
            return Optional.empty();
        }
    }
}
