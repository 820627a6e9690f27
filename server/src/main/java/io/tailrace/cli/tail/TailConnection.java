package io.tailrace.cli.tail;

import io.tailrace.cli.client.NetworkFault;
import io.tailrace.cli.client.Refusal;
import io.tailrace.cli.client.RetryAfter;
import io.tailrace.cli.client.ServerAnswer;
import io.tailrace.cli.client.ServerOption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to a server's live stream, read message by message.
 *
 * <p>The command's thread calls {@link #open}, {@link #next} and {@link #close}; the HTTP client's threads fill the queue
 * between. At most {@link #MESSAGES_AHEAD} messages are taken from the socket before they are asked for: a reader that
 * is slow fills the socket, not the memory, and the server parks it.
 */
final class TailConnection implements AutoCloseable {

    static final String SUBPROTOCOL = "tailrace.v1";

    private static final int MESSAGES_AHEAD = 4;
    /** A server that sends more than this without an end of message is not ours. */
    private static final int LONGEST_MESSAGE = 256 << 20;

    private final WebSocket socket;
    private final Inbox inbox;

    private TailConnection(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /** What an attempt to connect came to. */
    sealed interface Opened {
        record Open(TailConnection connection) implements Opened {}

        /** The server understood and said no. */
        record Refused(Refusal refusal) implements Opened {}

        /** It may work later, but not before so long, if the server said how long. */
        record Unreachable(String reason, Duration notBefore) implements Opened {}

        /** The address is wrong, as far as can be told from here: what answers has another certificate or no TLS. */
        record NotThere(String reason) implements Opened {}
    }

    /** What comes out of a connection. */
    sealed interface Event {
        record Message(String text) implements Event {}

        record Closed(int code, String reason) implements Event {}

        record Lost(String reason) implements Event {}
    }

    /** Connects; blocks until that has worked or not. {@code query}: what is asked, to show a mistake in it. */
    static Opened open(HttpClient http, URI address, Optional<String> query) throws InterruptedException {
        Inbox inbox = new Inbox();
        CompletableFuture<WebSocket> attempt = http.newWebSocketBuilder()
                .subprotocols(SUBPROTOCOL)
                .connectTimeout(ServerOption.CONNECT_TIMEOUT)
                .buildAsync(address, inbox);
        try {
            WebSocket socket = attempt.get(ServerOption.CONNECT_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
            if (!socket.getSubprotocol().equals(SUBPROTOCOL)) {
                socket.abort();
                return new Opened.Refused(Refusal.of("this server does not speak " + SUBPROTOCOL));
            }
            return new Opened.Open(new TailConnection(socket, inbox));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof WebSocketHandshakeException handshake) {
                return answered(handshake, query);
            }
            String reason = NetworkFault.reason(cause);
            return NetworkFault.isForGood(cause)
                    ? new Opened.NotThere(reason)
                    : new Opened.Unreachable(reason, Duration.ZERO);
        } catch (TimeoutException e) {
            attempt.cancel(true);
            return new Opened.Unreachable("it did not answer in time", Duration.ZERO);
        }
    }

    /** Only the server itself refuses for good; what a proxy says in its place is about the proxy. */
    private static Opened answered(WebSocketHandshakeException handshake, Optional<String> query) {
        HttpResponse<?> response = handshake.getResponse();
        int status = response.statusCode();
        String body = response.body() instanceof String text ? text : "";
        boolean refused =
                !ServerAnswer.isForLater(status) && ServerAnswer.parse(body).isOurs();
        return refused
                ? new Opened.Refused(Refusal.of(status, body, query))
                : new Opened.Unreachable(ServerAnswer.errorText(status, body), RetryAfter.of(response.headers()));
    }

    /** The next event; empty when there was none for so long. */
    Optional<Event> next(Duration silence) throws InterruptedException {
        Event event = inbox.events.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (event instanceof Event.Message) {
            socket.request(1);
        }
        return Optional.ofNullable(event);
    }

    /** Nothing is waiting to be read, so what was written may be shown now. */
    boolean idle() {
        return inbox.events.isEmpty();
    }

    /** Says goodbye if the connection still stands; blocks for a second at most. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .handle((done, fault) -> fault == null)
                    .join();
        }
        socket.abort();
    }

    /** The listener: puts messages together. Each call owns the socket's turn; none of them blocks. */
    private static final class Inbox implements WebSocket.Listener {

        /** Room for all messages that were asked for, and for the one event that ends a connection. */
        private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MESSAGES_AHEAD + 1);

        private final StringBuilder message = new StringBuilder();

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(MESSAGES_AHEAD);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                events.add(new Event.Message(message.toString()));
                message.setLength(0);
            } else if (message.length() > LONGEST_MESSAGE) {
                events.add(new Event.Lost("it sent a message without an end"));
                socket.abort();
            } else {
                socket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer content) {
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer content) {
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add(new Event.Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable fault) {
            events.add(new Event.Lost(NetworkFault.reason(fault)));
        }
    }
}
