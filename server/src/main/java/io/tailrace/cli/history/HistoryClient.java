package io.tailrace.cli.history;

import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.NetworkFault;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerAnswer;
import io.tailrace.cli.client.ServerUrl;
import io.tailrace.cli.shell.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way to what a server has kept: one request at a time, tried once, because a person waits and can try again.
 * Blocks the command's thread, which owns it. An answer that is no success is a {@link CommandFailed} that says why.
 */
final class HistoryClient {

    /** Longer than a server lets a query run, unless it was told otherwise. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final ServerUrl server;
    private final Optional<String> query;

    /** {@code filter}: what is asked for, to show where the server finds a mistake in it. */
    HistoryClient(HttpClient http, ServerUrl server, Optional<FilterOptions> filter) {
        this.http = http;
        this.server = server;
        this.query = filter.flatMap(FilterOptions::query);
    }

    /** The JSON of an answer. */
    String json(String path, QueryString parameters) throws CommandFailed, InterruptedException {
        HttpRequest request = get(path, parameters).timeout(ANSWER_TIMEOUT).build();
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), response.body());
        }
        return response.body();
    }

    /**
     * The body of an answer as it comes, which may begin late, as a server makes a Parquet file before it sends it. A read
     * of it fails if the connection breaks before the end.
     */
    InputStream stream(String path, QueryString parameters) throws CommandFailed, InterruptedException, IOException {
        HttpResponse<InputStream> response = send(get(path, parameters).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder get(String path, QueryString parameters) {
        String encoded = parameters.toString();
        return HttpRequest.newBuilder(server.http(encoded.isEmpty() ? path : path + "?" + encoded))
                .GET();
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
            throws CommandFailed, InterruptedException {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new CommandFailed("cannot reach " + server + ": " + NetworkFault.reason(e));
        }
    }

    private CommandFailed refused(int status, String body) {
        String reason = server + " refused: " + ServerAnswer.errorText(status, body);
        Optional<Integer> position = ServerAnswer.parse(body).position();
        if (position.isEmpty() || query.isEmpty()) {
            return new CommandFailed(reason);
        }
        return new CommandFailed(reason, underlined(query.get(), position.get()));
    }

    /** The query, and below it a mark at the place of the mistake. */
    private static List<String> underlined(String query, int position) {
        String line = query.replaceAll("\\p{Cntrl}", " ");
        return List.of("  " + line, "  " + " ".repeat(Math.clamp(position, 0, line.length())) + "^");
    }
}
