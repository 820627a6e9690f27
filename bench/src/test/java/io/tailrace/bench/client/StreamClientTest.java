package io.tailrace.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Each framing as a server writes it, over a real socket; the server here says one prepared answer and hangs up. */
class StreamClientTest {

    private static final String ENTRY =
            "{\"id\":7,\"timestamp\":\"2026-11-22T10:30:00.000000Z\",\"created_at\":\"2026-11-22T10:30:00.000000Z\","
                    + "\"service\":\"portal\",\"level\":\"info\",\"message\":\"Grüße\",\"tags\":[\"a\"],\"metadata\":{\"id\":{\"id\":9}},\"user_id\":5}";
    private static final StoredEntry READ = new StoredEntry(7, "portal", "Grüße", 5);
    private static final String OK = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    @Test
    void readsEventsWhereverTheChunksAreCut() throws Exception {
        String events =
                ": still here\n\nid: e1-7\ndata: " + ENTRY + "\n\nevent: gap\ndata: {\"type\":\"gap\",\"from\":1}\n\n";
        try (Answering server = new Answering(bytes(OK), chunks(events, 5), bytes("0\r\n\r\n"));
                StreamClient client = server.open(Framing.SSE, "e1-6")) {
            assertThat(client.next()).isEqualTo(new Heard.Beat(""));
            assertThat(client.next()).isEqualTo(new Heard.Entries(List.of(READ), "e1-7"));
            assertThat(client.next())
                    .isInstanceOfSatisfying(
                            Heard.Notice.class,
                            notice -> assertThat(notice.type()).isEqualTo("gap"));
            assertThat(client.next()).isInstanceOf(Heard.End.class);
            assertThat(server.request()).contains("Last-Event-ID: e1-6\r\n");
        }
    }

    @Test
    void readsJsonLinesAndTheEmptyOnesAsSignsOfLife() throws Exception {
        try (Answering server = new Answering(bytes(OK), chunks("\n" + ENTRY + "\n", 1000), bytes("0\r\n\r\n"));
                StreamClient client = server.open(Framing.JSON_LINES, "6")) {
            assertThat(client.next()).isEqualTo(new Heard.Beat(""));
            assertThat(client.next()).isEqualTo(new Heard.Entries(List.of(READ), "7"));
            assertThat(client.next()).isEqualTo(new Heard.End("the server ended the answer"));
            assertThat(server.request()).startsWith("GET /api/logs/stream?service=portal&after=6 HTTP/1.1\r\n");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsToldFromOneThatEnds() throws Exception {
        try (Answering server = new Answering(bytes(OK), chunks("\n", 10), bytes("ff\r\n{\"id\""));
                StreamClient client = server.open(Framing.JSON_LINES, "")) {
            assertThat(client.next()).isInstanceOf(Heard.Beat.class);
            assertThat(client.next()).isEqualTo(new Heard.End("the connection ended within a chunk"));
        }
    }

    @Test
    void readsMessagesAndAnswersPings() throws Exception {
        String hello =
                "{\"type\":\"hello\",\"version\":\"x\",\"epoch\":\"e1\",\"first\":\"e1-0\",\"head\":\"e1-7\",\"heartbeat_ms\":15000}";
        String entries = "{\"type\":\"entries\",\"entries\":[" + ENTRY + "," + ENTRY + "],\"next\":\"e1-7\"}";
        String beat = "{\"type\":\"heartbeat\",\"next\":\"e1-9\",\"lag\":3}";
        try (Answering server = new Answering(
                        bytes(SWITCHED),
                        frame(0x81, hello),
                        frame(0x81, entries),
                        frame(0x89, "p"),
                        frame(0x81, beat),
                        frame(0x88, "\u0003\u00f1"));
                StreamClient client = server.open(Framing.TAILRACE_V1, "")) {
            assertThat(client.next()).isEqualTo(new Heard.Hello("e1-7", 15_000));
            assertThat(client.next()).isEqualTo(new Heard.Entries(List.of(READ, READ), "e1-7"));
            assertThat(client.next()).isEqualTo(new Heard.Beat(""));
            assertThat(client.next()).isEqualTo(new Heard.Beat("e1-9"));
            assertThat(client.next()).isInstanceOf(Heard.End.class);
        }
    }

    @Test
    void halfAMessageIsBroken() throws Exception {
        try (Answering server = new Answering(
                        bytes(SWITCHED), frame(0x81, ENTRY.substring(0, 90)), frame(0x81, ENTRY + ENTRY));
                StreamClient client = server.open(Framing.PLAIN, "")) {
            assertThat(client.next()).isInstanceOf(Heard.Broken.class);
            assertThat(client.next()).isInstanceOf(Heard.Broken.class);
        }
    }

    @Test
    void aRefusalSaysWhatTheServerSaid() throws Exception {
        byte[] answer = bytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nfull");
        try (Answering server = new Answering(answer)) {
            assertThatThrownBy(() -> server.open(Framing.SSE, ""))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageEndingWith("503 Service Unavailable full");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] chunks(String text, int each) {
        byte[] all = bytes(text);
        ByteArrayOutputStream chunked = new ByteArrayOutputStream();
        for (int at = 0; at < all.length; at += each) {
            int length = Math.min(each, all.length - at);
            chunked.writeBytes(bytes(Integer.toHexString(length) + "\r\n"));
            chunked.write(all, at, length);
            chunked.writeBytes(bytes("\r\n"));
        }
        return chunked.toByteArray();
    }

    private static byte[] frame(int kind, String text) {
        byte[] payload = kind == 0x88 ? text.getBytes(StandardCharsets.ISO_8859_1) : bytes(text);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(kind);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** A server for one connection. */
    private static final class Answering implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<String> request = new CompletableFuture<>();

        Answering(byte[]... answer) throws IOException {
            Thread.ofVirtual().start(() -> serve(answer));
        }

        private void serve(byte[]... answer) {
            try (Socket socket = listening.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                request.complete(head.toString());
                for (byte[] part : answer) {
                    socket.getOutputStream().write(part);
                }
                socket.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        StreamClient open(Framing framing, String position) throws IOException {
            return StreamClient.open(new StreamOrder(
                    listening.getLocalPort(),
                    framing,
                    framing.webSocket() ? "" : "service=portal",
                    position,
                    () -> StreamOrder.UNLIMITED,
                    Duration.ofSeconds(10)));
        }

        String request() {
            return request.join();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
