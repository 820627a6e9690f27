package io.tailrace.http.ops;

import io.tailrace.archive.ArchiveReport;
import io.tailrace.archive.TimeSpan;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.http.answer.Answers;
import io.tailrace.http.query.QueryFailures;
import io.tailrace.http.query.QueryPool;
import io.tailrace.log.RunningQuery;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * {@code GET /api/archive}: what is kept and what that takes, for whoever runs the server. Called on event loops, of which it
 * holds none up; it looks on threads of its own, so that no question and no request body makes it wait.
 */
public final class ArchiveRoute {

    private final Function<RunningQuery, ArchiveReport> report;
    private final QueryPool pool;

    /** @param report looks; may block for a query */
    public ArchiveRoute(Function<RunningQuery, ArchiveReport> report, QueryPool pool) {
        this.report = report;
        this.pool = pool;
    }

    public void handle(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        pool.ask(routing.vertx().getOrCreateContext(), "archive", routing.request(), report)
                .onSuccess(found -> Answers.json(response, 200, json(found)))
                .onFailure(failure -> QueryFailures.answer(response, failure));
    }

    private static JsonBuffer json(ArchiveReport report) {
        Optional<TimeSpan> span = report.span();
        boolean empty = report.entries() == 0;
        JsonBuffer json = new JsonBuffer(512).ascii("{\"entries\":").number(report.entries());
        number(json, "first_id", empty, report.firstId());
        number(json, "last_id", empty, report.lastId());
        json.ascii(",\"archived_id\":").number(report.archivedId());
        time(json, "oldest_timestamp", span, TimeSpan::oldestTimestamp);
        time(json, "newest_timestamp", span, TimeSpan::newestTimestamp);
        time(json, "oldest_created_at", span, TimeSpan::oldestCreatedAt);
        time(json, "newest_created_at", span, TimeSpan::newestCreatedAt);
        json.ascii(",\"archive_bytes\":")
                .number(report.archive().usedBytes() + report.archive().logBytes());
        json.ascii(",\"bytes_per_entry\":")
                .ascii(String.format(Locale.ROOT, "%.1f", report.archive().bytesOf(1)));
        json.ascii(",\"journal_bytes\":").number(report.journalBytes());
        long age = report.retention().ageMicros();
        long bytes = report.retention().bytes();
        json.ascii(",\"retention\":{\"age_ms\":");
        numberOrNull(json, age == Long.MAX_VALUE, TimeUnit.MICROSECONDS.toMillis(age));
        number(json, "bytes", bytes == Long.MAX_VALUE, bytes);
        json.ascii(",\"held_back\":").number(report.heldBack());
        return json.ascii("}}");
    }

    private static void time(JsonBuffer json, String name, Optional<TimeSpan> span, ToLongFunction<TimeSpan> end) {
        json.ascii(",\"" + name + "\":");
        if (span.isPresent()) {
            json.ascii('"').time(end.applyAsLong(span.get())).ascii('"');
        } else {
            json.ascii("null");
        }
    }

    private static void number(JsonBuffer json, String name, boolean missing, long value) {
        json.ascii(",\"" + name + "\":");
        numberOrNull(json, missing, value);
    }

    private static void numberOrNull(JsonBuffer json, boolean missing, long value) {
        if (missing) {
            json.ascii("null");
        } else {
            json.number(value);
        }
    }
}
