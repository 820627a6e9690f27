package io.tailrace.cli.tail;

import io.tailrace.cli.client.Backoff;
import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.Refusal;
import io.tailrace.cli.client.ServerUrl;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.show.EntryOutput;
import io.tailrace.cli.tail.TailConnection.Event;
import io.tailrace.cli.tail.TailConnection.Opened;
import io.tailrace.cli.tail.TailMessage.Entries;
import io.tailrace.cli.tail.TailMessage.Gap;
import io.tailrace.cli.tail.TailMessage.Heartbeat;
import io.tailrace.cli.tail.TailMessage.Hello;
import io.tailrace.cli.tail.TailMessage.Other;
import io.tailrace.cli.tail.TailMessage.Refused;
import io.tailrace.cli.tail.TailMessage.Skipped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A reader of the stream that outlives its connections: it is only a position, and each new connection goes on from there,
 * so no entry is missing and none comes twice.
 *
 * <p>Owned by the command's thread, which runs {@link #run} and is interrupted to end it. An entry counts as read when it
 * is written to the output; the position moves only then.
 */
final class TailSession {

    /** Silence of so many heartbeats means that nobody is there any more. */
    private static final double HEARTBEATS_OF_SILENCE = 2.5;

    private static final Duration SILENCE_BEFORE_HELLO = Duration.ofSeconds(10);

    private final HttpClient http;
    private final ServerUrl server;
    private final Start start;
    private final FilterOptions filter;
    private final EntryOutput output;
    private final Consumer<String> notices;
    private final Backoff backoff;

    private Optional<String> position = Optional.empty();
    private Duration silence = SILENCE_BEFORE_HELLO;
    private boolean away;
    private boolean reached;

    TailSession(
            HttpClient http,
            ServerUrl server,
            Start start,
            FilterOptions filter,
            EntryOutput output,
            Consumer<String> notices,
            Backoff backoff) {
        this.http = http;
        this.server = server;
        this.start = start;
        this.filter = filter;
        this.output = output;
        this.notices = notices;
        this.backoff = backoff;
    }

    /** Why a connection did not go on; {@code ENDED} is the only one that ends the session in peace. */
    private sealed interface Outcome {
        record Ended() implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record ComeBack(String reason, Duration notBefore) implements Outcome {}

        record NotThere(String reason) implements Outcome {}
    }

    /**
     * Follows the stream until the server ends it. Fails when the server refuses it; throws {@link IOException} when the
     * output is closed, and {@link InterruptedException} when the thread is interrupted.
     */
    void run() throws CommandFailed, IOException, InterruptedException {
        while (true) {
            Outcome outcome = connectAndFollow();
            output.flush();
            switch (outcome) {
                case Outcome.Ended ended -> {
                    return;
                }
                case Outcome.Refused refused -> throw refused.refusal().by(server);
                case Outcome.NotThere notThere ->
                    throw new CommandFailed("cannot reach " + server + ": " + notThere.reason());
                case Outcome.ComeBack comeBack -> {
                    if (!away) {
                        notices.accept(server + ": " + comeBack.reason() + "; reconnecting until it works");
                        away = true;
                    }
                    Thread.sleep(backoff.nextAtLeast(comeBack.notBefore()));
                }
            }
        }
    }

    private Outcome connectAndFollow() throws IOException, InterruptedException {
        return switch (TailConnection.open(http, address(), filter.query())) {
            case Opened.Refused refused -> new Outcome.Refused(refused.refusal());
            case Opened.Unreachable(String reason, Duration notBefore) -> new Outcome.ComeBack(reason, notBefore);
            // What worked once was no wrong address, and may work again.
            case Opened.NotThere(String reason) ->
                reached ? new Outcome.ComeBack(reason, Duration.ZERO) : new Outcome.NotThere(reason);
            case Opened.Open open -> {
                reached = true;
                try (TailConnection connection = open.connection()) {
                    yield follow(connection);
                }
            }
        };
    }

    private URI address() {
        QueryString request = new QueryString();
        filter.addTo(request);
        position.ifPresentOrElse(place -> request.add("after", place), () -> start.addTo(request));
        return server.webSocket("/ws/logs", request.toString());
    }

    private Outcome follow(TailConnection connection) throws IOException, InterruptedException {
        silence = SILENCE_BEFORE_HELLO;
        while (true) {
            Optional<Event> event = connection.next(silence);
            if (event.isEmpty()) {
                return comeBack("nothing was heard for " + silence.toSeconds() + " s");
            }
            switch (event.get()) {
                case Event.Lost lost -> {
                    return comeBack(lost.reason());
                }
                case Event.Closed closed -> {
                    return outcome(CloseReason.of(closed.code(), closed.reason()));
                }
                case Event.Message message -> {
                    if (!accept(message.text())) {
                        return new Outcome.Refused(Refusal.of("it sent what is not " + TailConnection.SUBPROTOCOL));
                    }
                    if (connection.idle()) {
                        output.flush();
                    }
                }
            }
        }
    }

    private static Outcome outcome(CloseReason reason) {
        return switch (reason.kind()) {
            case ENDED -> new Outcome.Ended();
            case REFUSED -> new Outcome.Refused(Refusal.of(reason.words()));
            case COME_BACK -> comeBack(reason.words());
        };
    }

    private static Outcome comeBack(String reason) {
        return new Outcome.ComeBack(reason, Duration.ZERO);
    }

    /** False when the text is no message. */
    private boolean accept(String text) throws IOException {
        Optional<TailMessage> message = TailMessageReader.read(text);
        if (message.isEmpty()) {
            return false;
        }
        switch (message.get()) {
            case Hello hello -> greet(hello);
            case Entries entries -> {
                for (String entry : entries.entries()) {
                    output.write(entry);
                }
                moveTo(entries.next());
            }
            case Heartbeat heartbeat -> moveTo(heartbeat.next());
            case Gap gap -> tell(gap);
            case Skipped skipped ->
                notices.accept("the entries " + skipped.from() + " to " + skipped.to() + " were left out, of which "
                        + skipped.count() + " match");
            case Refused refused -> notices.accept("the server refused a message: " + refused.error());
            case Other other -> {
                // A newer server may say more than this client needs.
            }
        }
        return true;
    }

    private void greet(Hello hello) {
        silence = Duration.ofMillis((long) (hello.heartbeat().toMillis() * HEARTBEATS_OF_SILENCE));
        if (position.isEmpty() && start.isNow()) {
            position = Optional.of(hello.head());
        }
        if (away) {
            notices.accept("connected again");
            away = false;
        }
    }

    private void moveTo(String next) {
        position = Optional.of(next);
        backoff.reset();
    }

    private void tell(Gap gap) {
        String gone = "the entries " + gap.from() + " to " + gap.to() + " are gone";
        notices.accept(
                switch (gap.reason()) {
                    case "reset" ->
                        "this is another log than before, for the server's data was replaced; reading it from its first entry";
                    case "expired" -> gone + ": retention has removed them";
                    case "damaged" -> gone + ": the server's disk has damaged them";
                    case "removed" -> gone + ": somebody removed them";
                    default -> gone;
                });
    }
}
