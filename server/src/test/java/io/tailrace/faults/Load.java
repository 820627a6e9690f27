package io.tailrace.faults;

import io.tailrace.testing.Await;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writers that send entries as fast as they are answered, and remember under which ids they were acknowledged. Each has a
 * thread, which ends when it is told to or when the server is gone. No message is ever sent twice.
 */
final class Load implements AutoCloseable {

    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final List<Thread> writers;
    private volatile boolean stopping;

    private Load(ServerProcess server, int writers, String name) {
        this.writers = IntStream.range(0, writers)
                .mapToObj(writer -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, fault) -> faults.add(fault))
                        .start(() -> write(server, name + "-" + writer)))
                .toList();
    }

    /** Starts so many writers, whose messages begin with this name. */
    static Load on(ServerProcess server, int writers, String name) {
        return new Load(server, writers, name);
    }

    private void write(ServerProcess server, String name) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int n = 0; !stopping; n++) {
                List<String> messages = messages(name, n);
                HttpResponse<String> answer = post(client, server, messages);
                switch (answer.statusCode()) {
                    case 201 -> acknowledge(answer.body(), messages);
                    case 429, 503 -> {} // not now, and not kept
                    default -> throw new AssertionError(answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException gone) {
            // The server was ended; what it had not answered is not remembered.
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("nobody interrupts a writer", interrupted);
        }
    }

    private static List<String> messages(String name, int n) {
        return IntStream.rangeClosed(0, n % 5)
                .mapToObj(part -> name + "-" + n + "-" + part)
                .toList();
    }

    /** Sends entries with these messages in one request. */
    static HttpResponse<String> post(HttpClient client, ServerProcess server, List<String> messages)
            throws IOException, InterruptedException {
        String lines = messages.stream()
                .map(message -> "{\"service\":\"load\",\"level\":\"info\",\"message\":\"" + message + "\"}")
                .collect(Collectors.joining("\n"));
        HttpRequest request = HttpRequest.newBuilder(server.http("/api/logs"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void acknowledge(String answer, List<String> messages) {
        Object ids = Json.parse(answer);
        long firstId = Json.number(ids, "first_id");
        if (Json.number(ids, "last_id") - firstId + 1 != messages.size()) {
            throw new AssertionError("not the ids of " + messages.size() + " entries: " + answer);
        }
        for (int i = 0; i < messages.size(); i++) {
            acknowledged.put(firstId + i, messages.get(i));
        }
    }

    /** Waits until so many entries are acknowledged. */
    void await(int count) {
        Await.until(count + " acknowledged", () -> acknowledged.size() >= count);
    }

    int acknowledgedSoFar() {
        return acknowledged.size();
    }

    /** The highest id that was acknowledged, 0 before there is one. */
    long highestAcknowledgedSoFar() {
        return acknowledged.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Waits until every writer has seen that the server is gone, and says what was acknowledged, by id. */
    Map<Long, String> awaitEnd() {
        for (Thread writer : writers) {
            try {
                writer.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("interrupted while writers end", interrupted);
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("a writer was answered what it must not be", faults.peek());
        }
        return acknowledged;
    }

    /** Lets each writer have its last answer, and says what was acknowledged, by id. */
    Map<Long, String> stop() {
        stopping = true;
        return awaitEnd();
    }

    @Override
    public void close() {
        stop();
    }
}
