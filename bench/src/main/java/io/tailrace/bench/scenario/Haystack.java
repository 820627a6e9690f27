package io.tailrace.bench.scenario;

import io.tailrace.bench.client.MessageReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A large archive whose very first entries are the only ones of their kind, so that whoever looks for them looks at
 * everything.
 *
 * @param port    of its server
 * @param needles how many of them a look-up is to find, or {@link LookupClient#UNKNOWN}
 */
record Haystack(int port, long needles) {

    /** Questions that hold a connection to the archive for long; the server works on as many at once by default. */
    static final int HOLDING = 4;

    private static final int PLANTED = 5;
    private static final String WORD = "needleinthehaystack";
    private static final String NEEDLE =
            "{\"service\":\"hay\",\"level\":\"info\",\"message\":\"The one and only " + WORD + "\"}\n";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Fills a server's archive up, unless it is full already. */
    static Haystack fill(Rig rig, long entries) throws IOException, InterruptedException {
        int port = rig.server().port();
        boolean empty = rig.server().metric("tailrace_log_committed_id") == 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            if (empty) {
                plant(http, port);
            }
            Filling.upTo(rig, entries);
            return new Haystack(port, empty ? PLANTED : needles(http, port));
        }
    }

    private static void plant(HttpClient http, int port) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/logs"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(NEEDLE.repeat(PLANTED)))
                .build();
        HttpResponse<String> answer = http.send(post, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("The first post was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    /** In an archive that was kept: they are the first entries if this bench has made it. */
    private static long needles(HttpClient http, int port) throws IOException, InterruptedException {
        URI page = URI.create(
                "http://127.0.0.1:" + port + "/api/logs?order=asc&limit=" + PLANTED + "&before=" + (PLANTED + 1));
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), BodyHandlers.ofString());
        long found = MessageReader.page(answer.body()).stream()
                .filter(entry -> entry.message().contains(WORD))
                .count();
        return found == PLANTED ? PLANTED : LookupClient.UNKNOWN;
    }

    /** Clients that look for the needles, and as many that look for what is not there, with questions beside them. */
    Crowd crowd(int clients, int questions) {
        return new Crowd(this, clients, questions);
    }

    /** The filter of a client: each has one of its own, so that none is served by what another one has found. */
    String filter(int client) {
        return client % 2 == 0 ? "q=" + WORD + "%20-message:other" + client : "q=nowheretobefound" + client;
    }

    /** How many entries this client is to get. */
    long expected(int client) {
        return client % 2 == 0 ? needles : 0;
    }

    /** A question over everything that takes the longest there is. */
    URI slowQuestion(int number) {
        return URI.create("http://127.0.0.1:" + port + "/api/logs/stats?q=message:/x%5B0-9%5D%2By" + number + ".*z/");
    }
}
