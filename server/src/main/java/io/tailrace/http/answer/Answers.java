package io.tailrace.http.answer;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.filter.FilterBudget;
import io.tailrace.filter.FilterException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes answers in the one form that all routes share. Called on the event loop of the request. */
public final class Answers {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Answers() {}

    /** Answers with JSON. An answer that was given already, or whose client is gone, is left alone. */
    public static void json(HttpServerResponse response, int status, JsonBuffer body) {
        json(response, status, Buffer.buffer(body.toByteArray()));
    }

    /** Answers with JSON that was written before. If too much waits for other clients, the answer is 503. */
    public static void json(HttpServerResponse response, int status, Buffer body) {
        send(response, status, JSON, body, () -> tooManyWait(response));
    }

    /**
     * Answers with JSON for something that has happened and cannot be refused any more. If too much waits for other
     * clients, it says less.
     *
     * @param shorter what is said then, in less than 4 KiB
     */
    public static void json(HttpServerResponse response, int status, JsonBuffer body, Supplier<JsonBuffer> shorter) {
        Buffer whole = Buffer.buffer(body.toByteArray());
        send(response, status, JSON, whole, () -> json(response, status, shorter.get()));
    }

    /** Answers with text of this media type. If too much waits for other clients, the answer is 503. */
    public static void text(HttpServerResponse response, String type, String text) {
        send(response, 200, type, Buffer.buffer(text), () -> tooManyWait(response));
    }

    /** The one place where answers are written whole, counted until the client's socket has taken them. */
    private static void send(
            HttpServerResponse response, int status, CharSequence type, Buffer body, Runnable otherwise) {
        if (response.ended() || response.closed()) {
            return;
        }
        long bytes = body.length() <= AnswerBudget.ALWAYS_SENT ? 0 : body.length();
        Optional<AnswerBudget> budget = bytes == 0 ? Optional.empty() : AnswerBudget.ofThisLoop();
        if (budget.isPresent() && !budget.get().reserve(bytes)) {
            otherwise.run();
            return;
        }
        Future<Void> written;
        try {
            written = response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .end(body);
        } catch (Throwable failed) {
            budget.ifPresent(taken -> taken.giveBack(bytes));
            throw failed;
        }
        budget.ifPresent(taken -> written.onComplete(_ -> taken.giveBack(bytes)));
    }

    private static void tooManyWait(HttpServerResponse response) {
        errorForNow(
                response,
                503,
                "too_many_answers",
                "too many answers wait for clients that do not take them; try again in a second,"
                        + " or see --max-answer-bytes");
    }

    /** Answers that the server failed; what happened stands in its log. */
    public static void fault(HttpServerResponse response) {
        error(response, 500, "internal", "the server failed; its log says more");
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

    /** Answers what this path takes besides {@code OPTIONS}; {@code allowed} is like {@code GET, HEAD}. */
    public static void options(HttpServerResponse response, String allowed) {
        response.putHeader(HttpHeaders.ALLOW, allowed + ", OPTIONS")
                .setStatusCode(204)
                .end();
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
