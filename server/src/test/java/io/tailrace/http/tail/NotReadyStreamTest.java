package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LeakWatch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given the stream that says to come back, and what it says. */
@ExtendWith(LeakWatch.class)
final class NotReadyStreamTest {

    private static final int REFUSED = 503;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> {
                if (!NotReadyStream.answered(request)) {
                    request.response().setStatusCode(REFUSED).end();
                }
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anEventSourceIsToldToComeBackInASecond() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("text/event-stream");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store, no-transform");
        assertThat(answer.body()).isEqualTo("retry: 1000\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/x-ndjson", "application/x-ndjson, text/event-stream"})
    void whoeverElseAsksForAStreamIsRefused(String accept) throws IOException, InterruptedException {
        assertThat(ask(accept).statusCode()).isEqualTo(REFUSED);
    }

    private HttpResponse<String> ask(String accept) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI stream = URI.create("http://127.0.0.1:" + server.actualPort() + "/api/logs/stream");
            HttpRequest request =
                    HttpRequest.newBuilder(stream).header("Accept", accept).build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
