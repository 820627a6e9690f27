package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerProcess;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a server with little memory beside its heap streams any number of bytes, in each framing. */
final class StreamMemoryTest {

    private static final long BYTES = 2L << 30;
    private static final int ENTRIES = 400;
    private static final int ENTRY_BYTES = 100_000;
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    @TempDir
    private static Path data = Path.of("");

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.startWith(
                List.of("-XX:MaxDirectMemorySize=64m", "-Dio.netty.maxDirectMemory=67108864"), data);
        try (LogSender sender = new LogSender(server.http("/api/logs"))) {
            for (int i = 0; i < ENTRIES; i++) {
                sender.send("large", "info", "x".repeat(ENTRY_BYTES));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/logs/stream HTTP/1.1\r\nAccept: text/event-stream\r\n",
                "/api/logs/stream HTTP/1.1\r\nAccept: application/x-ndjson\r\n",
                "/api/logs/stream HTTP/1.0\r\nAccept: application/x-ndjson\r\n",
                "/ws/logs HTTP/1.1\r\n" + UPGRADE,
                "/ws/logs HTTP/1.1\r\n" + UPGRADE + "Sec-WebSocket-Protocol: tailrace.v1\r\n"
            })
    void twoGigabytesGoThroughOneFraming(String request) throws IOException {
        long bytes = 0;
        while (bytes < BYTES) {
            bytes += readAll(request);
        }
        assertThat(server.isAlive()).isTrue();
    }

    /** Reads all entries in one stream. */
    private static long readAll(String request) throws IOException {
        long wanted = (long) ENTRIES * ENTRY_BYTES;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            String asked = request.replace(" HTTP", "?after=0 HTTP");
            socket.getOutputStream()
                    .write(("GET " + asked + "Host: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            byte[] buffer = new byte[1 << 16];
            long read = 0;
            while (read < wanted) {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new EOFException("the stream ended after " + read + " bytes");
                }
                read += count;
            }
            return read;
        }
    }
}
