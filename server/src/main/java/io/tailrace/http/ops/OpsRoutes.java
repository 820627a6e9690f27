package io.tailrace.http.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.http.answer.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /health}, {@code /ready} and {@code /metrics}, for whoever runs the server. */
public final class OpsRoutes {

    private final String version;
    private final Supplier<Optional<String>> notReady;
    private final PrometheusMeterRegistry meters;

    /** @param notReady why the server does not accept entries at present, if so */
    public OpsRoutes(String version, Supplier<Optional<String>> notReady, PrometheusMeterRegistry meters) {
        this.version = version;
        this.notReady = notReady;
        this.meters = meters;
    }

    public void health(RoutingContext routing) {
        Answers.json(
                routing.response(),
                200,
                new JsonBuffer(80)
                        .ascii("{\"service\":\"logs\",\"status\":\"healthy\",\"version\":")
                        .string(version)
                        .ascii('}'));
    }

    public void ready(RoutingContext routing) {
        Optional<String> reason = notReady.get();
        if (reason.isPresent()) {
            Answers.errorForNow(routing.response(), 503, "not_ready", reason.get());
        } else {
            Answers.json(routing.response(), 200, new JsonBuffer(20).ascii("{\"status\":\"ready\"}"));
        }
    }

    public void metrics(RoutingContext routing) {
        routing.vertx()
                .executeBlocking(() -> meters.scrape(), false)
                .onSuccess(text -> routing.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(routing::fail);
    }
}
