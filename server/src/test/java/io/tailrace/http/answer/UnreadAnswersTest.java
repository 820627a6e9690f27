package io.tailrace.http.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.ServerProcess;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for much and take nothing of it. */
final class UnreadAnswersTest {

    private static final int CLIENTS = 130;
    private static final int BOUND = 32 << 20;
    private static final int PAGE = 8 << 20;

    /** More than kernels hold of a connection in both directions. */
    private static final int SENT_AHEAD = 64 << 20;

    @Test
    void clientsThatReadNothingOfTheirPagesTakeABoundedShare(@TempDir Path data) throws IOException {
        List<Socket> deaf = new ArrayList<>();
        // A hundred and thirty pages are 1 GB, more than twice what this process may have at all.
        try (ServerProcess server = ServerProcess.startWith(
                List.of("-Xmx320m", "-XX:MaxDirectMemorySize=128m", "-XX:+ExitOnOutOfMemoryError"),
                data,
                "--max-answer-bytes",
                "32m",
                "--query-queue",
                "300",
                "--query-timeout",
                "60s")) {
            fill(server.port());
            for (int i = 0; i < CLIENTS; i++) {
                deaf.add(say(server.port(), "/api/logs?limit=1000"));
            }
            Await.until("some are refused", () -> {
                assertThat(metric(server, "tailrace_answers_bytes")).isLessThanOrEqualTo(BOUND);
                return metric(server, "tailrace_answers_refused_total") > 0;
            });
            Await.until("all were looked at", () -> metric(server, "tailrace_queries_queued") == 0);

            assertThat(server.isAlive()).isTrue();
            assertThat(metric(server, "tailrace_answers_bytes")).isBetween((double) PAGE / 2, (double) BOUND);
            assertThat(metric(server, "tailrace_direct_memory_bytes")).isLessThan(128 << 20);
            assertThat(ask(server.port(), "/ready")).startsWith("HTTP/1.1 200");
            assertThat(ask(server.port(), "/api/logs?limit=1&service=small")).startsWith("HTTP/1.1 200");
            assertThat(ask(server.port(), "/api/logs?limit=1000"))
                    .startsWith("HTTP/1.1 503")
                    .contains("too_many_answers")
                    .containsIgnoringCase("retry-after: 1");

            for (Socket socket : deaf) {
                socket.close();
            }
            Await.until("all is given back", () -> metric(server, "tailrace_answers_bytes") == 0);
            assertThat(ask(server.port(), "/api/logs?limit=1000")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatTakesNothingOfItsAnswerIsCutOff(@TempDir Path data) throws IOException {
        try (TestServer server =
                TestServer.with().liveness(100, 300).sendBufferBytes(16 << 10).start(data)) {
            fill(server.port());
            try (Socket deaf = say(server.port(), "/api/logs?limit=1000")) {
                Await.until("it is cut off", () -> server.metric("tailrace_connections_timed_out_total") == 1);
                Await.until("all is given back", () -> server.metric("tailrace_answers_bytes") == 0);
                assertThat(deaf.isClosed()).isFalse();
            }
        }
    }

    @Test
    void aClientThatSendsAheadAndReadsNothingIsHeldBackAndCutOff(@TempDir Path data) throws IOException {
        byte[] requests = (HttpSocket.head("GET", "/api/logs?limit=1") + "\r\n")
                .repeat(1000)
                .getBytes(UTF_8);
        long sent = 0;
        try (TestServer server =
                TestServer.with().liveness(100, 300).sendBufferBytes(16 << 10).start(data)) {
            fill(server.port());
            try (Socket ahead = connect(server.port())) {
                while (sent < SENT_AHEAD) {
                    ahead.getOutputStream().write(requests);
                    sent += requests.length;
                }
            } catch (IOException cutOff) {
                // As it should be.
            }
            assertThat(sent).as("bytes of requests").isLessThan(SENT_AHEAD);
            assertThat(ask(server.port(), "/health")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aServerStopsThoughItsClientsReadNothing(@TempDir Path data) throws IOException {
        TestServer server = TestServer.with().sendBufferBytes(16 << 10).start(data);
        fill(server.port());
        try (Socket first = say(server.port(), "/api/logs?limit=1000");
                Socket second = say(server.port(), "/api/logs?limit=1000")) {
            Await.until("answers wait", () -> server.metric("tailrace_answers_bytes") > PAGE);
            server.close();
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        } finally {
            server.close();
        }
    }

    /** Stores entries of which the newest thousand make a page of 8 MB. */
    private static void fill(int port) throws IOException {
        String large = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"" + "x".repeat(8_200) + "\"}\n";
        String small = "{\"service\":\"small\",\"level\":\"info\",\"message\":\"m\"}\n";
        for (String body : List.of(small, large.repeat(500), large.repeat(500))) {
            byte[] bytes = body.getBytes(UTF_8);
            try (Socket socket = connect(port)) {
                socket.getOutputStream()
                        .write((HttpSocket.head(
                                                "POST",
                                                "/api/logs",
                                                "Connection: close",
                                                "Content-Type: application/x-ndjson",
                                                "Content-Length: " + bytes.length)
                                        + "\r\n")
                                .getBytes(UTF_8));
                socket.getOutputStream().write(bytes);
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 201");
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        // Before it connects, so that the kernel takes little in the client's place.
        socket.setReceiveBufferSize(8 << 10);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static Socket say(int port, String path) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write((HttpSocket.head("GET", path, "Connection: close") + "\r\n").getBytes(UTF_8));
        return socket;
    }

    private static String ask(int port, String path) throws IOException {
        try (Socket socket = say(port, path);
                InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static double metric(ServerProcess server, String name) {
        try {
            return ask(server.port(), "/metrics")
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
