package io.tailrace.http.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.http.answer.Answers;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * {@code /health}, {@code /ready} and {@code /metrics}, for whoever runs the server. Metrics are gathered on a thread of
 * their own, which waits for nothing else.
 */
public final class OpsRoutes implements Closeable {

    /** How many may wait for the metrics at once. */
    private static final int MOST_WAITING = 16;

    private final String version;
    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;
    private final Faults faults;
    private final ThreadPoolExecutor scraper;

    public OpsRoutes(String version, Readiness readiness, PrometheusMeterRegistry meters, Faults faults) {
        this.version = version;
        this.readiness = readiness;
        this.meters = meters;
        this.faults = faults;
        scraper = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("metrics").factory());
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
        Optional<String> reason = readiness.reason();
        if (reason.isPresent()) {
            Answers.errorForNow(routing.response(), 503, "not_ready", reason.get());
        } else {
            Answers.json(routing.response(), 200, new JsonBuffer(20).ascii("{\"status\":\"ready\"}"));
        }
    }

    public void metrics(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        Context loop = routing.vertx().getOrCreateContext();
        try {
            scraper.execute(() -> scrape(loop, response));
        } catch (RejectedExecutionException full) {
            Answers.errorForNow(response, 503, "overloaded", "too many ask for the metrics; try again in a second");
        }
    }

    private void scrape(Context loop, HttpServerResponse response) {
        try {
            String text = meters.scrape();
            loop.runOnContext(_ -> Answers.text(response, "text/plain; version=0.0.4; charset=utf-8", text));
        } catch (Throwable fault) {
            faults.caught(Seam.REQUEST, "The metrics could not be gathered", fault);
            loop.runOnContext(_ -> Answers.fault(response));
        }
    }

    @Override
    public void close() {
        scraper.shutdownNow();
    }
}
