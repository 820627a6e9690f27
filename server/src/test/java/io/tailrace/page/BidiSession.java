package io.tailrace.page;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * One session of WebDriver BiDi with a browser: commands, each of which waits for its answer, and the browser's events. For any
 * thread; events are told on a thread of the socket's.
 */
final class BidiSession implements AutoCloseable {

    private static final int ANSWER_SECONDS = 60;
    private static final Gson GSON = new Gson();

    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, JsonObject>> listeners = new CopyOnWriteArrayList<>();

    private BidiSession(URI address) {
        socket = client.newWebSocketBuilder()
                .buildAsync(address, new Reader())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Begins a session at the address that a browser listens on, such as {@code ws://127.0.0.1:9222}. */
    static BidiSession begin(URI browser) {
        BidiSession session = new BidiSession(browser.resolve("/session"));
        session.send("session.new", Map.of("capabilities", Map.of()));
        return session;
    }

    /** Tells of all events that were subscribed to: the method's name and its parameters. */
    void listen(BiConsumer<String, JsonObject> listener) {
        listeners.add(listener);
    }

    /** Sends a command, whose parameters are strings, numbers, flags, lists and maps of such, and waits for its result. */
    JsonObject send(String method, Map<String, ?> parameters) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        JsonObject command = new JsonObject();
        command.addProperty("id", id);
        command.addProperty("method", method);
        command.add("params", GSON.toJsonTree(parameters));
        socket.sendText(command.toString(), true).join();
        return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    private void received(String text) {
        JsonObject message = JsonParser.parseString(text).getAsJsonObject();
        JsonElement type = message.get("type");
        if (type.getAsString().equals("event")) {
            String method = message.get("method").getAsString();
            JsonObject parameters = message.getAsJsonObject("params");
            listeners.forEach(listener -> listener.accept(method, parameters));
            return;
        }
        CompletableFuture<JsonObject> answer =
                Objects.requireNonNull(waiting.remove(message.get("id").getAsLong()), "an answer without a question");
        if (type.getAsString().equals("success")) {
            answer.complete(message.getAsJsonObject("result"));
        } else {
            answer.completeExceptionally(new IllegalStateException(message.get("error")
                            .getAsString() + ": " + message.get("message").getAsString()));
        }
    }

    private void ended(Throwable why) {
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    /** Puts the parts of a message together. */
    private final class Reader implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            parts.append(data);
            if (isLast) {
                String text = parts.toString();
                parts.setLength(0);
                received(text);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(new IllegalStateException("the browser ended the session: " + code + " " + reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(error);
        }
    }
}
