package io.tailrace.http.tail;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.filter.FilterBudget;
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
    private final FilterBudget filters;
    private final Faults faults;
    private final InstantSource clock;

    public TailRoutes(
            Fanout fanout,
            Framings framings,
            Liveness liveness,
            AccessRules access,
            ClientLimit clients,
            FilterBudget filters,
            Faults faults,
            InstantSource clock) {
        this.fanout = fanout;
        this.framings = framings;
        this.liveness = liveness;
        this.access = access;
        this.clients = clients;
        this.filters = filters;
        this.faults = faults;
        this.clock = clock;
    }

    public void webSocket(HttpServerRequest request) {
        Handshake.of(request)
                .ifPresent(handshake -> admit(request).ifPresent(admitted -> webSocket(request, handshake, admitted)));
    }

    private void webSocket(HttpServerRequest request, Handshake handshake, Admitted admitted) {
        try {
            Framing framing = handshake.isTailraceV1() ? framings.tailraceV1() : framings.plain();
            new WebSocketSession(new ClientChannel(request.connection()), liveness, filters, faults)
                    .start(handshake, request.response().headers(), fanout, admitted.filter, admitted.start, framing);
        } catch (Throwable fault) {
            faults.caught(Seam.CLIENT, "A WebSocket could not be served", fault);
            admitted.end();
        }
    }

    public void stream(HttpServerRequest request) {
        admit(request).ifPresent(admitted -> {
            try {
                stream(request, admitted);
            } catch (Throwable fault) {
                faults.caught(Seam.CLIENT, "A stream could not be served", fault);
                admitted.end();
            }
        });
    }

    private void stream(HttpServerRequest request, Admitted admitted) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean lines = accept != null && accept.contains(JSON_LINES);
        boolean chunked = ResponseSession.isChunked(request);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, lines ? JSON_LINES : EVENT_STREAM)
                // What is held back, or changed, is no stream.
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        Framing framing = lines ? framings.jsonLines(chunked) : framings.eventStream(chunked);
        new ResponseSession(new ClientChannel(request.connection()), chunked, liveness, faults)
                .start(request.response().headers(), fanout, admitted.filter, admitted.start, framing);
    }

    /**
     * A request that may have its stream, and what was taken for it. All of that is given back when the channel is closed, if
     * nobody did so before.
     *
     * @param channel below it
     */
    private record Admitted(Channel channel, ClientLimit.Place place, FilterBudget.Lease filter, Start start) {

        void giveBack() {
            place.close();
            filter.close();
        }

        /** Ends the connection, and with it all that was taken for it. */
        void end() {
            Future<?> _ = channel.close();
        }
    }

    /** Checks a request for a stream and takes a place for it, or answers why not. */
    private Optional<Admitted> admit(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!access.isOriginAllowed(request)) {
            AccessRules.refuseOrigin(response);
            return Optional.empty();
        }
        try {
            TailParameters parameters = parameters(request);
            if (parameters.start().isLookedUp() && fanout.isOverloaded()) {
                if (!NotReadyStream.answeredWhenFull(request)) {
                    String error = "too many streams look for their start; try again in a second";
                    Answers.errorForNow(response, 503, "overloaded", error);
                }
                return Optional.empty();
            }
            return take(request, parameters);
        } catch (FilterException refusal) {
            Answers.refusal(response, refusal);
            return Optional.empty();
        }
    }

    private Optional<Admitted> take(HttpServerRequest request, TailParameters parameters) {
        Optional<ClientLimit.Place> place = clients.tryEnter();
        if (place.isEmpty()) {
            if (!NotReadyStream.answeredWhenFull(request)) {
                String error = "there are " + clients.max() + " streams; see --max-clients";
                Answers.errorForNow(request.response(), 503, "too_many_clients", error);
            }
            return Optional.empty();
        }
        Optional<FilterBudget.Lease> filter = filters.take(parameters.filter());
        if (filter.isEmpty()) {
            place.get().close();
            if (!NotReadyStream.answeredWhenFull(request)) {
                Answers.refusal(request.response(), FilterBudget.refusal());
            }
            return Optional.empty();
        }
        Channel channel = ClientChannel.of(request.connection());
        Admitted admitted = new Admitted(channel, place.get(), filter.get(), parameters.start());
        channel.closeFuture().addListener(_ -> admitted.giveBack());
        return Optional.of(admitted);
    }

    /** What a browser says of where its stream broke off counts more than what it asked for at first. */
    private TailParameters parameters(HttpServerRequest request) throws FilterException {
        TailParameters parameters = TailParameters.of(request.params(), clock);
        String lastEventId = request.getHeader("Last-Event-ID");
        if (lastEventId == null || lastEventId.isEmpty()) {
            return parameters;
        }
        return new TailParameters(parameters.filter(), new Start.After(TailParameters.position(lastEventId)));
    }
}
