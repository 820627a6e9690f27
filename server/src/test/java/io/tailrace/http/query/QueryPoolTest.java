package io.tailrace.http.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailrace.fault.Faults;
import io.tailrace.log.HistoryException;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.Await;
import io.tailrace.testing.MutedLog;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bounds of queries, with questions that take until they are let go or stopped, asked over real sockets. */
final class QueryPoolTest {

    private static final long NEVER = 600_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults(meters, () -> {});
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean letGo;
    private volatile @Nullable Throwable failure;
    private QueryPool pool = new QueryPool("unused", 1, 1, NEVER, faults, meters);

    @AfterEach
    void stop() {
        letGo = true;
        client.close();
        pool.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Serves questions; says the port. */
    private int serve(int atOnce, int queued, long timeoutMillis) {
        pool.close();
        pool = new QueryPool("queries", atOnce, queued, timeoutMillis, faults, meters);
        HttpServer server = vertx.createHttpServer().requestHandler(this::ask);
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private void ask(HttpServerRequest request) {
        pool.ask(vertx.getOrCreateContext(), "test", request, this::untilLetGo)
                .onSuccess(done -> request.response().end(done))
                .onFailure(failure -> QueryFailures.answer(request.response(), failure));
    }

    private String untilLetGo(RunningQuery running) {
        working.incrementAndGet();
        try {
            Throwable thrown = failure;
            if (thrown != null) {
                throw QueryPoolTest.<RuntimeException>unchecked(thrown);
            }
            while (!letGo) {
                running.check();
                LockSupport.parkNanos(100_000);
            }
            return "done";
        } finally {
            working.decrementAndGet();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The compiler need not know what is thrown.
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private CompletableFuture<HttpResponse<String>> get(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private double counted(String name) {
        return meters.get("tailrace.queries." + name).counter().count();
    }

    private double gauge(String name) {
        return meters.get("tailrace.queries." + name).gauge().value();
    }

    @Test
    void aQuestionThatTakesTooLongIsStoppedWithAHint() {
        HttpResponse<String> answer = get(serve(1, 1, 50)).join();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"query_timeout\"").contains("narrow it");
        assertThat(counted("timed.out")).isEqualTo(1);
        Await.until("nobody works for it", () -> working.get() == 0);
    }

    @Test
    void waitingCountsAsTime() {
        int port = serve(1, 2, 300);
        CompletableFuture<HttpResponse<String>> first = get(port);
        CompletableFuture<HttpResponse<String>> second = get(port);

        assertThat(first.join().statusCode()).isEqualTo(503);
        assertThat(second.join().statusCode()).isEqualTo(503);
        assertThat(counted("timed.out")).isEqualTo(2);
    }

    @Test
    void aFullQueueRefuses() {
        int port = serve(1, 1, NEVER);
        CompletableFuture<HttpResponse<String>> first = get(port);
        Await.until("it is worked on", () -> working.get() == 1);
        CompletableFuture<HttpResponse<String>> second = get(port);
        Await.until("it waits", () -> gauge("queued") == 1);
        HttpResponse<String> third = get(port).join();

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).contains("\"code\":\"overloaded\"");
        assertThat(third.headers().firstValue("Retry-After")).contains("1");
        assertThat(counted("refused")).isEqualTo(1);

        letGo = true;
        assertThat(first.join().body()).isEqualTo("done");
        assertThat(second.join().body()).isEqualTo("done");
        assertThat(get(port).join().body()).isEqualTo("done");
    }

    @Test
    void soManyAreWorkedOnAtOnce() {
        int port = serve(3, 5, NEVER);
        List<CompletableFuture<HttpResponse<String>>> asked =
                Stream.generate(() -> get(port)).limit(8).toList();
        Await.until("five wait", () -> gauge("queued") == 5);

        assertThat(working.get()).isEqualTo(3);
        assertThat(gauge("running")).isEqualTo(3);
        letGo = true;
        assertThat(asked).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("done"));
    }

    @Test
    void aClientThatGoesEndsItsQuestion() throws IOException {
        int port = serve(1, 1, NEVER);
        try (Socket running = new Socket(InetAddress.getLoopbackAddress(), port)) {
            running.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            Await.until("it is worked on", () -> working.get() == 1);
            try (Socket queued = new Socket(InetAddress.getLoopbackAddress(), port)) {
                queued.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                Await.until("it waits", () -> gauge("queued") == 1);
            }
            Await.until("the one that waited is cancelled", () -> counted("cancelled") == 1);
            assertThat(working.get()).isEqualTo(1);
        }
        Await.until("the other one too", () -> counted("cancelled") == 2);
        assertThat(working.get()).isZero();
    }

    @Test
    void stoppingEndsEveryQuestion() {
        int port = serve(1, 1, NEVER);
        CompletableFuture<HttpResponse<String>> first = get(port);
        Await.until("it is worked on", () -> working.get() == 1);
        CompletableFuture<HttpResponse<String>> second = get(port);
        Await.until("it waits", () -> gauge("queued") == 1);
        pool.close();

        assertThat(first.join().statusCode()).isEqualTo(503);
        assertThat(second.join().body()).contains("\"code\":\"not_ready\"");
    }

    /** Asks from another address of the loopback. */
    private static Socket askFrom(String address, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        return socket;
    }

    @Test
    void oneClientCannotHoldEveryPlace() throws IOException {
        int port = serve(2, 3, NEVER);
        List<CompletableFuture<HttpResponse<String>>> greedy =
                Stream.generate(() -> get(port)).limit(5).toList();
        Await.until("all places are taken", () -> working.get() == 2 && gauge("queued") == 3);

        try (Socket _ = askFrom("127.0.0.2", port)) {
            Await.until("another client is worked for", () -> working.get() == 3);
            try (Socket _ = askFrom("127.0.0.2", port)) {
                Await.until("it pushes one of the greedy out of the queue", () -> counted("refused") == 1);
                assertThat(gauge("queued")).isEqualTo(3);
            }
            Await.until("its own left with it", () -> gauge("queued") == 2);
        }
        letGo = true;
        assertThat(greedy.stream().map(one -> one.join().statusCode()).sorted())
                .containsExactly(200, 200, 200, 200, 429);
    }

    @Test
    void whateverAQuestionThrowsIsItsAnswerAndTheNextOneIsWorkedOn() {
        int port = serve(1, 4, NEVER);
        failure = new StackOverflowError("a test's");
        try (MutedLog _ = MutedLog.of(Faults.class);
                MutedLog _ = MutedLog.of(QueryFailures.class)) {
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = get(port).join();
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).contains("\"code\":\"internal\"");
            }
        }
        assertThat(meters.get("tailrace.faults").tag("seam", "query").counter().count())
                .isEqualTo(5);
        failure = null;
        letGo = true;
        assertThat(get(port).join().body()).isEqualTo("done");
    }

    @Test
    void aFullDiskIsSaidAsSuch() {
        int port = serve(1, 1, NEVER);
        failure = new HistoryException(
                HistoryException.Kind.DISK_FULL, "a test's", new IOException("No space left on device"));
        HttpResponse<String> answer = get(port).join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"disk_full\"");
    }
}
