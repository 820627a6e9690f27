package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpHead;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawStream;
import io.tailrace.testing.TestServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are the body of a response: for old clients, for quiet logs, and for clients that take nothing. */
@ExtendWith(LeakWatch.class)
final class ResponseStreamTest {

    private static final String LINES = "Accept: application/x-ndjson";
    private static final long SILENCE_MILLIS = 600;

    @TempDir
    private static Path data = Path.of("");

    private static TestServer server;
    private static LogSender sender;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.with()
                .heartbeatMillis(200)
                .liveness(200, SILENCE_MILLIS)
                .sendBufferBytes(16 << 10)
                .forceEachCommit(false)
                .start(data);
        sender = new LogSender(server.http("/api/logs"));
    }

    @AfterAll
    static void stop() throws IOException {
        sender.close();
        server.close();
    }

    @AfterEach
    void everyPlaceIsGivenBack() {
        Await.until("all streams have ended", () -> server.metric("tailrace_streams") == 0);
        Await.until("all connections are gone", () -> server.metric("tailrace_connections") <= 2);
        assertThat(server.metric("tailrace_faults_total")).isZero();
    }

    /** A connection of the protocol before chunks, which is read as it comes. */
    private static final class OldClient implements AutoCloseable {

        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        private final InputStream in = new BufferedInputStream(socket.getInputStream());
        private final HttpHead head;

        OldClient(String target, String... headers) throws IOException {
            socket.setSoTimeout(20_000);
            String request = "GET " + target + " HTTP/1.0\r\n" + String.join("", List.of(headers)) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            head = HttpHead.read(in);
        }

        /** The next line that says something. */
        String line() throws IOException {
            String line = HttpHead.line(in);
            while (line.isEmpty() || line.startsWith(":")) {
                line = HttpHead.line(in);
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aClientOfHttp10IsSentLinesUntilTheConnectionEnds() throws IOException {
        try (OldClient client = new OldClient("/api/logs/stream?service=old", LINES + "\r\n")) {
            assertThat(client.head.status()).isEqualTo(200);
            assertThat(client.head.headers().get("transfer-encoding")).isNull();
            assertThat(client.head.headers().get("connection")).isEqualToIgnoringCase("close");
            for (int i = 0; i < 3; i++) {
                sender.send("old", "info", "number " + i);
                assertThat(client.line()).startsWith("{\"id\":").endsWith("}").contains("number " + i);
            }
        }
    }

    @Test
    void aClientOfHttp10IsSentEventsUntilTheConnectionEnds() throws IOException {
        try (OldClient client =
                new OldClient("/api/logs/stream?service=old", "Connection: keep-alive\r\n", "Host: localhost\r\n")) {
            assertThat(client.head.status()).isEqualTo(200);
            assertThat(client.head.headers().get("content-type")).isEqualTo("text/event-stream");
            sender.send("old", "info", "an event");
            assertThat(client.line()).startsWith("id: ");
            assertThat(client.line()).startsWith("data: {").contains("an event");
        }
    }

    @Test
    void whatAnOldClientIsRefusedTakesNoPlace() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (OldClient client = new OldClient("/api/logs/stream?level=loud")) {
                assertThat(client.head.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void aQuietStreamOfLinesIsSentEmptyLines() throws IOException {
        try (RawStream stream = RawStream.ask(server.http("/api/logs/stream?service=nobody"), LINES)) {
            for (int i = 0; i < 3; i++) {
                assertThat(stream.readLine()).isEmpty();
            }
        }
    }

    @Test
    void aQuietStreamOfEventsIsSentComments() throws IOException {
        try (RawStream stream = RawStream.ask(server.http("/api/logs/stream?service=nobody"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(stream.readBlock()).containsOnlyKeys("");
            }
        }
    }

    @Test
    void aStreamMayBeNeitherKeptNorChanged() throws IOException {
        try (RawStream stream = RawStream.ask(server.http("/api/logs/stream?service=nobody"))) {
            assertThat(stream.head().headers().get("cache-control")).isEqualTo("no-store, no-transform");
            assertThat(stream.head().headers().get("x-accel-buffering")).isEqualTo("no");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LINES, "Accept: text/event-stream"})
    void aClientThatTakesNothingLosesItsPlace(String accept) throws IOException {
        for (int i = 0; i < 20; i++) {
            sender.sendMany(100, "flood", "info", "x".repeat(1000));
        }
        try (RawStream deaf = RawStream.small(server.http("/api/logs/stream?after=0"), accept);
                RawStream quiet = RawStream.ask(server.http("/api/logs/stream?service=nobody"), accept)) {
            Await.until("the deaf one is ended", () -> server.metric("tailrace_streams") == 1);
            assertThat(quiet.readLine()).isNotNull();
            assertThat(deaf.head().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LINES, "Accept: text/event-stream"})
    void aClientThatIsLongAtOneEntryKeepsItsPlace(String accept) throws IOException {
        sender.send("long", "info", "x".repeat(250_000));
        try (RawStream slow = RawStream.small(server.http("/api/logs/stream?last=1&service=long"), accept)) {
            long start = System.nanoTime();
            for (int taken = 0; taken < 20; taken++) {
                slow.take(4096);
                long next = start + (taken + 1) * SILENCE_MILLIS / 5 * 1_000_000;
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            }
            assertThat(server.metric("tailrace_streams")).isEqualTo(1);
        }
    }

    @Test
    void whatAClientSaysBehindItsRequestIsNotAnswered() throws IOException {
        try (RawStream stream = RawStream.ask(
                server.http("/api/logs/stream?service=pipelined"),
                LINES + "\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost")) {
            sender.send("pipelined", "info", "still an entry");
            String line = stream.readLine();
            while (line.isEmpty()) {
                line = stream.readLine();
            }
            assertThat(line).contains("still an entry");
        }
    }
}
