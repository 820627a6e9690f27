package io.tailrace.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads the log live in the subprotocol {@code tailrace.v1} and remembers where it is.
 *
 * <p>Messages come on a thread of the HTTP client and wait in a queue; everything public belongs to the test's thread.
 */
public final class TailSocket implements AutoCloseable {

    private static final int SECONDS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Received received = new Received();
    private final WebSocket socket;
    private String position = "";

    private TailSocket(URI address) {
        socket = client.newWebSocketBuilder()
                .subprotocols("tailrace.v1")
                .buildAsync(address, received)
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Connects; the query of {@code address} says from where and with which filter. */
    public static TailSocket open(URI address) {
        return new TailSocket(address);
    }

    /** Where to resume: the newest {@code next} among the messages that were taken. */
    public String position() {
        return position;
    }

    /** Waits for a message of this type and returns it, passing over those before it. */
    public String await(String type) throws InterruptedException {
        while (true) {
            String message = next();
            if (Json.at(Json.parse(message), "type").equals(type)) {
                return message;
            }
        }
    }

    /** Waits for the next message, of whatever type. */
    public String next() throws InterruptedException {
        String message = received.messages.poll(SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("no message within " + SECONDS + " s");
        }
        if (Json.object(message).get("next") instanceof String next) {
            position = next;
        }
        return message;
    }

    /** Waits until {@code count} entries more have come, and returns their ids in the order they came. */
    public List<Long> awaitEntries(int count) throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            for (Object entry : Json.list(await("entries"), "entries")) {
                ids.add(Json.number(entry, "id"));
            }
        }
        return ids;
    }

    public void send(String message) {
        socket.sendText(message, true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Waits until the connection has ended, in whatever way. */
    public void awaitEnd() {
        received.ended.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    /** What has come and was not taken yet. */
    private static final class Received implements WebSocket.Listener {

        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended.complete(true);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable fault) {
            ended.complete(true);
        }
    }
}
