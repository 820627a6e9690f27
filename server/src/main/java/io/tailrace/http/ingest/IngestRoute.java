package io.tailrace.http.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.http.answer.Answers;
import io.tailrace.log.AppendResult;
import io.tailrace.log.EventLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/logs}: gathers a body, parses it, appends its entries and answers when they are kept. Small bodies are
 * parsed on the event loop, larger and compressed ones on a worker. One for each event loop, which owns it.
 */
public final class IngestRoute {

    private static final Logger LOG = LoggerFactory.getLogger(IngestRoute.class);

    /** Parsing this much takes well below a millisecond. */
    private static final int PARSED_ON_LOOP_BYTES = 16 << 10;

    private final EventLog log;
    private final BodyParser parser;
    private final IngestLimits limits;
    private final AtomicLong bufferedBytes;
    private final Set<BodyCollector> collecting = new HashSet<>();
    private final Counter refusedBodies;
    private final Counter rejectedEntries;
    private final Counter overloaded;

    /**
     * @param bufferedBytes what the bodies of all requests under way take together; shared by all event loops
     */
    public IngestRoute(
            EventLog log, BodyParser parser, IngestLimits limits, AtomicLong bufferedBytes, MeterRegistry meters) {
        this.log = log;
        this.parser = parser;
        this.limits = limits;
        this.bufferedBytes = bufferedBytes;
        refusedBodies = meters.counter("tailrace.ingest.refused.bodies");
        rejectedEntries = meters.counter("tailrace.ingest.rejected.entries");
        overloaded = meters.counter("tailrace.ingest.overloaded");
    }

    private enum Shape {
        JSON,
        LINES
    }

    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        try {
            Shape shape = shape(request.getHeader(HttpHeaders.CONTENT_TYPE));
            ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
            BodyCollector collector = new BodyCollector(request, limits, bufferedBytes);
            collecting.add(collector);
            collector
                    .collect()
                    .onComplete(collected -> collecting.remove(collector))
                    .compose(body -> parse(routing, shape, coding, body))
                    .onComplete(parsed -> collector.release())
                    .onSuccess(body -> append(routing, body))
                    .onFailure(failure -> refuse(request, failure));
        } catch (BodyException refusal) {
            refuse(request, refusal);
        }
    }

    /** Gives up the bodies of which nothing has come since this was called last, with what is held of them. */
    public void giveUpSilentBodies() {
        List.copyOf(collecting).forEach(BodyCollector::giveUpIfSilent);
    }

    private static Shape shape(@Nullable String contentType) throws BodyException {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json", "" -> Shape.JSON;
            case "application/x-ndjson", "application/jsonl", "application/stream+json" -> Shape.LINES;
            default ->
                throw new BodyException(
                        415, "unsupported_media_type", "Content-Type must be application/json or application/x-ndjson");
        };
    }

    private Future<IngestBody> parse(RoutingContext routing, Shape shape, ContentCoding coding, byte[] body) {
        Callable<IngestBody> parse = () -> {
            byte[] decoded = coding.decode(body, limits.maxBodyBytes());
            return shape == Shape.JSON ? parser.parseJson(decoded) : parser.parseLines(decoded);
        };
        if (coding != ContentCoding.IDENTITY || body.length > PARSED_ON_LOOP_BYTES) {
            return routing.vertx().executeBlocking(parse, false);
        }
        try {
            return Future.succeededFuture(parse.call());
        } catch (Exception refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private void append(RoutingContext routing, IngestBody body) {
        HttpServerResponse response = routing.response();
        rejectedEntries.increment(body.rejectedCount());
        if (body.drafts.count() == 0) {
            nothingGood(response, body);
            return;
        }
        Context loop = routing.vertx().getOrCreateContext();
        log.append(body.drafts, result -> loop.runOnContext(_ -> answer(response, body, result)))
                .ifPresent(refusal -> answer(response, body, refusal));
    }

    private void answer(HttpServerResponse response, IngestBody body, AppendResult result) {
        switch (result) {
            case AppendResult.Appended(long firstId, long lastId, EntryBlock block)
            when body.isSingle -> {
                response.putHeader(HttpHeaders.LOCATION, "/api/logs/" + firstId);
                byte[] entry = block.json(block.indexOf(firstId));
                Answers.json(response, 201, new JsonBuffer(entry.length).raw(entry));
            }
            case AppendResult.Appended(long firstId, long lastId, EntryBlock block) -> {
                JsonBuffer out = new JsonBuffer(128)
                        .ascii("{\"accepted\":")
                        .number(body.drafts.count())
                        .ascii(",\"first_id\":")
                        .number(firstId)
                        .ascii(",\"last_id\":")
                        .number(lastId);
                rejected(out, body);
                Answers.json(response, 201, out.ascii('}'));
            }
            case AppendResult.Full() -> {
                overloaded.increment();
                Answers.errorForNow(
                        response, 429, "overloaded", "the server takes no more at present; try again in a second");
            }
            case AppendResult.Unavailable(String reason) -> {
                overloaded.increment();
                Answers.errorForNow(response, 503, "unavailable", reason);
            }
        }
    }

    private static void nothingGood(HttpServerResponse response, IngestBody body) {
        if (body.rejectedCount() == 0) {
            Answers.error(response, 400, "empty_body", "the body holds no entries");
            return;
        }
        String error = body.rejected().getFirst().error();
        if (body.isSingle) {
            boolean tooLarge = error.startsWith("entry is larger");
            Answers.error(response, tooLarge ? 413 : 400, tooLarge ? "entry_too_large" : "invalid_entry", error);
            return;
        }
        JsonBuffer out = Answers.errorBody("invalid_entries", "no entry is valid; the first: " + error);
        rejected(out, body);
        Answers.json(response, 400, out.ascii('}'));
    }

    private static void rejected(JsonBuffer out, IngestBody body) {
        if (body.rejectedCount() == 0) {
            return;
        }
        out.ascii(",\"rejected_count\":").number(body.rejectedCount()).ascii(",\"rejected\":[");
        for (int i = 0; i < body.rejected().size(); i++) {
            IngestBody.Rejected rejected = body.rejected().get(i);
            out.ascii(i == 0 ? "{\"index\":" : ",{\"index\":")
                    .number(rejected.index())
                    .ascii(",\"error\":")
                    .string(rejected.error())
                    .ascii('}');
        }
        out.ascii(']');
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        refusedBodies.increment();
        HttpServerResponse response = request.response();
        boolean timedOut = failure instanceof BodyException late && late.status == 408;
        if (timedOut || request.headers().contains(HttpHeaders.EXPECT)) {
            // The body may come now or not, so where the next request would begin is not known.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .endHandler(_ -> request.connection().close());
        }
        if (!(failure instanceof BodyException refusal)) {
            LOG.error("A body could not be read", failure);
            Answers.error(response, 500, "internal", "the server failed to read the body; its log says more");
        } else if (refusal.status == 429) {
            Answers.errorForNow(response, refusal.status, refusal.code, refusal.error);
        } else {
            Answers.error(response, refusal.status, refusal.code, refusal.error);
        }
    }
}
