package io.tailrace.http.query;

import io.tailrace.archive.TooManyBuckets;
import io.tailrace.entry.TimeText;
import io.tailrace.filter.FilterException;
import io.tailrace.http.answer.Answers;
import io.tailrace.log.HistoryException;
import io.tailrace.log.QueryStopped;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is answered when its question is not. Called on the response's event loop. */
public final class QueryFailures {

    private static final Logger LOG = LoggerFactory.getLogger(QueryFailures.class);

    private QueryFailures() {}

    public static void answer(HttpServerResponse response, Throwable failure) {
        switch (failure) {
            case FilterException refusal -> Answers.refusal(response, refusal);
            case BadQuery refusal -> Answers.error(response, 400, refusal.code(), refusal.error());
            case TooManyBuckets many ->
                Answers.error(
                        response,
                        400,
                        "too_many_buckets",
                        "that would be " + many.buckets() + " buckets, and " + many.most()
                                + " is the most; choose an interval of " + TimeText.duration(many.allowedMicros())
                                + " or more, or a shorter range");
            case QueryPool.Overloaded _ ->
                Answers.errorForNow(
                        response, 429, "overloaded", "too many queries wait for their turn; try again in a second");
            case QueryStopped stopped
            when stopped.why() == QueryStopped.Why.TIMED_OUT ->
                Answers.error(
                        response,
                        503,
                        "query_timeout",
                        "the query took too long and was stopped; narrow it, with from and to or with a service");
            case QueryStopped _ ->
                Answers.errorForNow(response, 503, "not_ready", "the server is starting or shutting down");
            case HistoryException failed
            when failed.kind() == HistoryException.Kind.DISK_FULL -> {
                LOG.warn("The archive failed to answer: {}", failed.getMessage());
                Answers.errorForNow(
                        response,
                        503,
                        "disk_full",
                        "the server's disk is full, so that this cannot be answered; make room on it");
            }
            case HistoryException failed
            when failed.kind() == HistoryException.Kind.TOO_LARGE ->
                Answers.error(
                        response,
                        503,
                        "export_too_large",
                        "the export would take more than the server's --max-export-bytes allows for such files;"
                                + " narrow it with from and to, or ask for ndjson or csv, which take no file");
            case HistoryException failed -> {
                LOG.error("The archive failed to answer", failed);
                Answers.error(
                        response,
                        503,
                        "archive_failed",
                        "the archive could not answer; narrow the query, or see the server's log");
            }
            default -> {
                LOG.error("A query failed", failure);
                Answers.error(response, 500, "internal", "the server failed; its log says more");
            }
        }
    }
}
