package io.tailrace.cli.history;

import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.NetworkFault;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.Refusal;
import io.tailrace.cli.client.ServerAnswer;
import io.tailrace.cli.client.ServerUrl;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.http.query.ExportRoute;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The way to what a server has kept: one request at a time, tried once, because a person waits and can try again.
 * Blocks the command's thread, which owns it. An answer that is no success is a {@link CommandFailed} that says why.
 */
final class HistoryClient {

    /** Longer than a server lets a query run, unless it was told otherwise. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final String EXPORT = "/api/logs/export";
    private static final int LONGEST_REFUSAL = 1 << 20;

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

    /** The answer has not the form that was asked for. */
    CommandFailed foreign() {
        return foreign(200);
    }

    private CommandFailed foreign(int status) {
        return new CommandFailed(server + " answers with " + ServerAnswer.foreign(status));
    }

    /**
     * The body of an export as it comes, which may begin late, as a server makes a Parquet file before it sends it. Fails if
     * what comes is none; {@code kept} says what is left of it if it breaks off.
     */
    ExportBody export(QueryString parameters, ExportFormat format, String kept)
            throws CommandFailed, InterruptedException, IOException {
        HttpRequest request = get(EXPORT, parameters)
                .header(ExportRoute.END_MARK_HEADER, ExportRoute.MARKED)
                .build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw refused(
                        response.statusCode(), new String(body.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8));
            }
        }
        boolean marked =
                response.headers().firstValue(ExportRoute.END_MARK_HEADER).isPresent();
        ExportBody body = new ExportBody(response.body(), format, ExportRoute.END_MARK, marked, kept);
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!format.isDeclaredBy(type) || !body.beginsRightly()) {
            body.close();
            throw foreign();
        }
        return body;
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
        return ServerAnswer.parse(body).isOurs()
                ? Refusal.of(status, body, query).by(server)
                : foreign(status);
    }
}
