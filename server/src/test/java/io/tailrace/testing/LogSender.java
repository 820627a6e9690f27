package io.tailrace.testing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An application that writes to the log: each call returns once its entries are acknowledged, and fails if they are not.
 *
 * <p>Belongs to one thread.
 */
public final class LogSender implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI logs;

    /** {@code logs} is the address entries are posted to. */
    public LogSender(URI logs) {
        this.logs = logs;
    }

    public void send(String service, String level, String message) {
        send(entry(service, level, message));
    }

    /** Sends one entry as the JSON object it is given as. */
    public void send(String entry) {
        post("application/json", entry);
    }

    /** Sends {@code count} entries in one request, their messages {@code message} and a number from 1. */
    public void sendMany(int count, String service, String level, String message) {
        String lines = IntStream.rangeClosed(1, count)
                .mapToObj(number -> entry(service, level, message + " " + number))
                .collect(Collectors.joining("\n"));
        post("application/x-ndjson", lines);
    }

    @Override
    public void close() {
        client.close();
    }

    private void post(String contentType, String body) {
        HttpRequest request = HttpRequest.newBuilder(logs)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while sending", e);
        }
    }

    private static String entry(String service, String level, String message) {
        return "{\"service\":" + quoted(service) + ",\"level\":" + quoted(level) + ",\"message\":" + quoted(message)
                + "}";
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
