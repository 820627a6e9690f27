package io.tailrace.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see while a server starts and stops. */
final class StartAndStopTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 4;

    @Test
    void whoeverWasToldReadyIsServedByEveryLoop(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.with().eventLoops(4).start(data);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int round = 0; round < ROUNDS; round++) {
                server.stop();
                AtomicInteger served = new AtomicInteger();
                List<Future<?>> asking = new ArrayList<>();
                for (int client = 0; client < CLIENTS; client++) {
                    asking.add(clients.submit(() -> {
                        awaitReady(server);
                        // Each connection is another loop's.
                        for (int i = 0; i < 8; i++) {
                            try (HttpSocket http = HttpSocket.open(server)) {
                                assertThat(http.post(ENTRY).status()).isEqualTo(201);
                                served.incrementAndGet();
                            }
                        }
                        return null;
                    }));
                }
                server.restart();
                for (Future<?> client : asking) {
                    client.get();
                }
                assertThat(served).hasValue(CLIENTS * 8);
            }
        }
    }

    private static void awaitReady(TestServer server) {
        while (true) {
            try (HttpSocket http = HttpSocket.open(server)) {
                if (http.get("/ready").status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void closingAClosedServerDoesNothing(@TempDir Path data) throws IOException {
        TestServer server = TestServer.start(data);
        server.close();
        server.close();
        server.restart();
        assertThat(server.metric("tailrace_append_available")).isEqualTo(1);
        server.close();
        server.close();
    }

    /** The archive, its directory, the loops and the port come after the journal. */
    @Test
    void aServerWhoseJournalCannotBeClosedIsStoppedToTheEndAndSaysSo(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            int port = server.port();
            try (HttpSocket http = HttpSocket.open(server)) {
                assertThat(http.post(ENTRY).status()).isEqualTo(201);
            }
            Path journal = data.resolve("journal");
            Path away = data.resolve("away");
            Files.move(journal, away);

            assertThatThrownBy(server::close).isInstanceOf(IOException.class).hasMessageContaining("manifest");

            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                    .isInstanceOf(ConnectException.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("appender", "archiver");

            Files.move(away, journal);
            server.restart();
            assertThat(server.entriesAfter(0, 1)).hasSize(1);
        }
    }

    @Test
    void aConnectionThatComesWhileTheServerStopsIsNotLeftHanging(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int round = 0; round < ROUNDS; round++) {
                AtomicBoolean stopped = new AtomicBoolean();
                int port = server.port();
                List<Future<?>> asking = new ArrayList<>();
                for (int client = 0; client < CLIENTS; client++) {
                    asking.add(clients.submit(() -> {
                        while (!stopped.get()) {
                            ask(port);
                        }
                        return null;
                    }));
                }
                server.stop();
                stopped.set(true);
                for (Future<?> client : asking) {
                    client.get();
                }
                server.restart();
            }
        }
    }

    /** Asks for the health and waits until the connection is closed: answered, refused or cut, but never forgotten. */
    private static void ask(int port) throws SocketTimeoutException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((HttpSocket.head("GET", "/health", "Connection: close") + "\r\n").getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException hangs) {
            throw hangs;
        } catch (IOException refusedOrCut) {
            // As it may be while a server stops.
        }
    }
}
