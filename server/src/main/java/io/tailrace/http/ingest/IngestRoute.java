package io.tailrace.http.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.tailrace.http.access.Deadlines;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/logs}: gathers a body, parses it, appends its entries and answers when they are kept. Small bodies are
 * parsed on the event loop, larger and compressed ones on a worker. One for each event loop, which owns it.
 */
public final class IngestRoute {

    /** Parsing this much takes well below a millisecond. */
    private static final int PARSED_ON_LOOP_BYTES = 16 << 10;

    private final EventLog log;
    private final IngestLimits limits;
    private final Shared shared;
    private final Set<BodyCollector> collecting = new HashSet<>();
    private final Counter refusedBodies;
    private final Counter rejectedEntries;
    private final Counter overloaded;

    /** What the ingest of all event loops has in common. */
    public record Shared(
            BodyParser parser, BodyShares shares, BodyWorkers workers, Deadlines deadlines, Faults faults) {}

    public IngestRoute(EventLog log, IngestLimits limits, Shared shared, MeterRegistry meters) {
        this.log = log;
        this.limits = limits;
        this.shared = shared;
        refusedBodies =
                counter("tailrace.ingest.refused.bodies", "Request bodies that were refused as a whole", meters);
        rejectedEntries = counter("tailrace.ingest.rejected.entries", "Entries that were refused alone", meters);
        overloaded = counter(
                "tailrace.ingest.overloaded", "Bodies that were answered 429 or 503 as no more was appended", meters);
    }

    private static Counter counter(String name, String description, MeterRegistry meters) {
        return Counter.builder(name).description(description).register(meters);
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
            BodyCollector collector =
                    new BodyCollector(request, limits, shared.deadlines, shared.shares, shared.faults);
            collecting.add(collector);
            collector
                    .collect()
                    .onComplete(collected -> collecting.remove(collector))
                    .compose(body -> parse(routing, shape, coding, body))
                    .onComplete(parsed -> collector.release())
                    .onSuccess(body -> contained(routing.response(), () -> append(routing, body)))
                    .onFailure(failure -> refuse(request, failure));
        } catch (BodyException refusal) {
            refuse(request, refusal);
        }
    }

    /** Gives up the bodies of which too little comes, with what is held of them; told the time by the loop's guards. */
    public void giveUpSlowBodies(long now) {
        List.copyOf(collecting).forEach(body -> body.giveUpIfSlow(now));
    }

    /** Whatever fails here fails this request and nothing else. */
    private void contained(HttpServerResponse response, Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            shared.faults.caught(Seam.REQUEST, "A request that stores entries failed", fault);
            Answers.fault(response);
        }
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
            return shape == Shape.JSON ? shared.parser.parseJson(decoded) : shared.parser.parseLines(decoded);
        };
        if (coding != ContentCoding.IDENTITY || body.length > PARSED_ON_LOOP_BYTES) {
            return shared.workers.work(routing.vertx().getOrCreateContext(), parse);
        }
        try {
            return Future.succeededFuture(parse.call());
        } catch (BodyException refusal) {
            return Future.failedFuture(refusal);
        } catch (Throwable fault) {
            shared.faults.caught(Seam.BODY, "A body could not be read", fault);
            return Future.failedFuture(fault);
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
        log.append(body.drafts, result -> handOver(loop, response, body, result))
                .ifPresent(refusal -> answer(response, body, refusal));
    }

    /** On the appender's thread, which nothing may be thrown at. */
    private void handOver(Context loop, HttpServerResponse response, IngestBody body, AppendResult result) {
        try {
            loop.runOnContext(_ -> contained(response, () -> answer(response, body, result)));
        } catch (Throwable fault) {
            shared.faults.caught(Seam.REQUEST, "The answer to a request could not be handed to its event loop", fault);
        }
    }

    private void answer(HttpServerResponse response, IngestBody body, AppendResult result) {
        switch (result) {
            case AppendResult.Appended(long firstId, long lastId, EntryBlock block)
            when body.isSingle -> {
                response.putHeader(HttpHeaders.LOCATION, "/api/logs/" + firstId);
                byte[] entry = block.json(block.indexOf(firstId));
                Answers.json(
                        response,
                        201,
                        new JsonBuffer(entry.length).raw(entry),
                        () -> accepted(1, firstId, lastId).ascii('}'));
            }
            case AppendResult.Appended(long firstId, long lastId, EntryBlock block) -> {
                int count = body.drafts.count();
                Supplier<JsonBuffer> shorter =
                        () -> counted(accepted(count, firstId, lastId), body).ascii('}');
                JsonBuffer out = accepted(count, firstId, lastId);
                rejected(out, body);
                Answers.json(response, 201, out.ascii('}'), shorter);
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

    private static JsonBuffer accepted(int count, long firstId, long lastId) {
        return new JsonBuffer(128)
                .ascii("{\"accepted\":")
                .number(count)
                .ascii(",\"first_id\":")
                .number(firstId)
                .ascii(",\"last_id\":")
                .number(lastId);
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
        counted(out, body).ascii(",\"rejected\":[");
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

    private static JsonBuffer counted(JsonBuffer out, IngestBody body) {
        if (body.rejectedCount() > 0) {
            out.ascii(",\"rejected_count\":").number(body.rejectedCount());
        }
        if (body.unreadCount() > 0) {
            out.ascii(",\"unread_count\":").number(body.unreadCount());
        }
        return out;
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        refusedBodies.increment();
        HttpServerResponse response = request.response();
        boolean isCutOff = failure instanceof BodyException late && (late.status == 408 || late.status == 503);
        if (isCutOff || request.headers().contains(HttpHeaders.EXPECT)) {
            // The body may come now or not, so where the next request would begin is not known.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .endHandler(_ -> request.connection().close());
        }
        if (!(failure instanceof BodyException refusal)) {
            Answers.fault(response);
        } else if (refusal.status == 429 || refusal.status == 503) {
            Answers.errorForNow(response, refusal.status, refusal.code, refusal.error);
        } else {
            Answers.error(response, refusal.status, refusal.code, refusal.error);
        }
    }
}
