package io.tailrace.http.answer;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers in the one form that all routes share. Called on the event loop of the request. */
public final class Answers {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Answers() {}

    /** Answers with JSON. An answer that was given already, or whose client is gone, is left alone. */
    public static void json(HttpServerResponse response, int status, JsonBuffer body) {
        json(response, status, Buffer.buffer(body.toByteArray()));
    }

    /** Answers with JSON that was written before. */
    public static void json(HttpServerResponse response, int status, Buffer body) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(body);
        }
    }

    /**
     * Answers with an error.
     *
     * @param code its name for programs, in snake case
     * @param error what is wrong and what to do, for a person
     */
    public static void error(HttpServerResponse response, int status, String code, String error) {
        json(response, status, errorBody(code, error).ascii('}'));
    }

    /** Answers that what the client asks for makes no sense, and at which place of its query; or that there is no room. */
    public static void refusal(HttpServerResponse response, FilterException refusal) {
        if (refusal.code().equals(FilterBudget.REFUSED)) {
            errorForNow(response, 503, refusal.code(), refusal.error());
            return;
        }
        JsonBuffer body = errorBody(refusal.code(), refusal.error());
        if (refusal.position() != FilterException.NO_POSITION) {
            body.ascii(",\"position\":").number(refusal.position());
        }
        json(response, 400, body.ascii('}'));
    }

    /** Answers that the client may try again after a second. */
    public static void errorForNow(HttpServerResponse response, int status, String code, String error) {
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        error(response, status, code, error);
    }

    /** Answers that this path is there, but not for this method; {@code allowed} is like {@code GET, HEAD}. */
    public static void methodNotAllowed(HttpServerResponse response, String allowed) {
        response.putHeader(HttpHeaders.ALLOW, allowed);
        error(response, 405, "method_not_allowed", "this path takes only " + allowed);
    }

    /** An error's JSON without its closing brace, for an error that says more. */
    public static JsonBuffer errorBody(String code, String error) {
        return new JsonBuffer(error.length() + 64)
                .ascii("{\"error\":")
                .string(error)
                .ascii(",\"code\":")
                .string(code);
    }
}
