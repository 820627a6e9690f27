package io.tailrace.cli.client;

import io.tailrace.cli.client.Receipt.Rejected;
import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of entries into a server: hands over one batch at a time and repeats it until the server has answered for it.
 *
 * <p>A server that cannot be reached, is overloaded (429) or at fault (5xx) is asked again, and so is whatever else answers
 * in its place, such as a proxy with a page of HTML; so batches arrive in order and none is lost. This is at-least-once: when the connection breaks after the server has stored a batch and before
 * its answer came, the batch is sent again and stored twice. Owned by one thread, which it blocks.
 */
public final class IngestClient {

    /** Long enough for a server that replays its journal behind an open port. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final ServerUrl server;
    private final URI ingest;
    private final Backoff backoff;
    private final Duration maxRetryTime;
    private final OutageListener outages;
    private boolean reached;

    /** {@code maxRetryTime}: after so long without success it gives up; zero: never. */
    public IngestClient(
            HttpClient http, ServerUrl server, Backoff backoff, Duration maxRetryTime, OutageListener outages) {
        this.http = http;
        this.server = server;
        this.ingest = server.http("/api/logs");
        this.backoff = backoff;
        this.maxRetryTime = maxRetryTime;
        this.outages = outages;
    }

    /** Told once when the server stops taking entries and once when it takes them again. */
    public interface OutageListener {
        void began(String reason);

        void ended();
    }

    /** What one attempt came to. */
    private sealed interface Attempt {
        record Done(Receipt receipt) implements Attempt {}

        record TooLarge(String reason) implements Attempt {}

        record TryAgain(String reason, Duration notBefore) implements Attempt {}

        record Refused(String reason) implements Attempt {}

        /** The address is wrong. */
        record NotThere(String reason) implements Attempt {}
    }

    /** Blocks until the server has answered for every entry of the batch. Fails if it never will. */
    public Receipt send(Batch batch) throws CommandFailed, InterruptedException {
        long began = System.nanoTime();
        boolean outage = false;
        while (true) {
            switch (attempt(batch)) {
                case Attempt.Done done -> {
                    backoff.reset();
                    if (outage) {
                        outages.ended();
                    }
                    return done.receipt();
                }
                case Attempt.TooLarge tooLarge -> {
                    return sendSmaller(batch, tooLarge.reason());
                }
                case Attempt.Refused refused -> throw new CommandFailed(server + " refused: " + refused.reason());
                case Attempt.NotThere notThere -> throw new CommandFailed(notThere.reason());
                case Attempt.TryAgain again -> {
                    Duration pause = backoff.nextAtLeast(again.notBefore());
                    giveUpAfterMaxRetryTime(began, pause, again.reason());
                    if (!outage) {
                        outages.began(again.reason());
                        outage = true;
                    }
                    Thread.sleep(pause);
                }
            }
        }
    }

    private void giveUpAfterMaxRetryTime(long began, Duration pause, String reason) throws CommandFailed {
        long waited = System.nanoTime() - began + pause.toNanos();
        if (!maxRetryTime.isZero() && waited > maxRetryTime.toNanos()) {
            throw new CommandFailed("gave up on " + server + ": " + reason);
        }
    }

    /** The server's limit for a request is lower than ours: nothing of it was stored, so it goes in two. */
    private Receipt sendSmaller(Batch batch, String reason) throws CommandFailed, InterruptedException {
        if (batch.count() < 2) {
            return new Receipt(0, 1, List.of(new Rejected(0, reason)));
        }
        List<Batch> halves = batch.halves();
        Receipt first = send(halves.get(0));
        Receipt second = send(halves.get(1));
        List<Rejected> rejected = new ArrayList<>(first.rejected());
        int shift = halves.get(0).count();
        second.rejected().forEach(entry -> rejected.add(new Rejected(entry.index() + shift, entry.rule())));
        return new Receipt(
                first.accepted() + second.accepted(), first.rejectedCount() + second.rejectedCount(), rejected);
    }

    private Attempt attempt(Batch batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ingest)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/x-ndjson")
                .POST(batch.body())
                .build();
        try {
            return judge(http.send(request, BodyHandlers.ofString()), batch);
        } catch (IOException e) {
            String reason = "cannot reach " + server + ": " + NetworkFault.reason(e);
            // What worked once was no wrong address, and may work again.
            return NetworkFault.isForGood(e) && !reached
                    ? new Attempt.NotThere(reason)
                    : new Attempt.TryAgain(reason, Duration.ZERO);
        }
    }

    private Attempt judge(HttpResponse<String> response, Batch batch) {
        int status = response.statusCode();
        String body = response.body();
        ServerAnswer answer = ServerAnswer.parse(body);
        reached |= answer.isOurs();
        if (ServerAnswer.isForLater(status)) {
            return new Attempt.TryAgain(
                    "the server takes no entries now: " + ServerAnswer.errorText(status, body),
                    RetryAfter.of(response.headers()));
        }
        if (status == 413) {
            return new Attempt.TooLarge(ServerAnswer.errorText(status, body));
        }
        if (!answer.isOurs()) {
            return new Attempt.TryAgain(
                    server + " takes no entries: " + ServerAnswer.foreign(status), RetryAfter.of(response.headers()));
        }
        Optional<Receipt> receipt = answer.receipt();
        if (receipt.isPresent() && (status == 201 || status == 400)) {
            return new Attempt.Done(receipt.get());
        }
        if (status == 400 && batch.count() == 1) {
            return new Attempt.Done(new Receipt(0, 1, List.of(new Rejected(0, ServerAnswer.errorText(status, body)))));
        }
        return new Attempt.Refused(ServerAnswer.errorText(status, body));
    }
}
