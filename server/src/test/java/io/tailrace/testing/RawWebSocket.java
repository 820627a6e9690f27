package io.tailrace.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A WebSocket client down to its bytes, which may do what a good client never does: stop reading, break the protocol,
 * vanish. It reads only when it is asked to, so a test says exactly when. Belongs to one thread.
 */
public final class RawWebSocket implements AutoCloseable {

    private static final String PROTOCOL = "Sec-WebSocket-Protocol: tailrace.v1";

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int SMALL_BUFFER = 4096;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket = new Socket();
    private final InputStream in;
    private final HttpHead head;
    private boolean answersPings = true;

    private RawWebSocket(URI address, boolean smallBuffer, String... headers) throws IOException {
        this(address, smallBuffer, List.of(), headers);
    }

    /** @param texts messages that go out in one packet with the request, before there is an answer */
    private RawWebSocket(URI address, boolean smallBuffer, List<String> texts, String... headers) throws IOException {
        if (smallBuffer) {
            socket.setReceiveBufferSize(SMALL_BUFFER);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), smallBuffer ? 512 : 1 << 16);
        StringBuilder request = new StringBuilder("GET " + address.getRawPath()
                + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()) + " HTTP/1.1\r\nHost: "
                + address.getAuthority() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        for (String text : texts) {
            writeFrame(out, 0x80 | Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
        bytes(out.toByteArray());
        head = HttpHead.read(in);
    }

    /** Asks for a stream of bare entries, whatever the answer. */
    public static RawWebSocket ask(URI address, String... headers) throws IOException {
        return new RawWebSocket(address, false, headers);
    }

    /** Opens a stream of bare entries. */
    public static RawWebSocket plain(URI address) throws IOException {
        return opened(new RawWebSocket(address, false));
    }

    /** Opens a stream of messages, and does not read the first one yet. */
    public static RawWebSocket v1(URI address) throws IOException {
        return opened(new RawWebSocket(address, false, PROTOCOL));
    }

    /** Opens a stream of messages and says something at once, without waiting for the answer. */
    public static RawWebSocket eager(URI address, String... texts) throws IOException {
        return opened(new RawWebSocket(address, false, List.of(texts), PROTOCOL));
    }

    /** Opens a stream of messages into a small buffer, so that the server soon notices that nothing is read. */
    public static RawWebSocket small(URI address) throws IOException {
        return opened(new RawWebSocket(address, true, PROTOCOL));
    }

    private static RawWebSocket opened(RawWebSocket client) throws IOException {
        if (client.head.status() != 101) {
            throw new IOException("refused: " + client.head + " " + client.refusal());
        }
        return client;
    }

    /** What the server answered to the request. */
    public HttpHead head() {
        return head;
    }

    /** The error that the server refused the request with. */
    public Map<String, Object> refusal() throws IOException {
        return Json.object(head.body(in));
    }

    /** Does not answer pings from here on. */
    public void beSilent() {
        answersPings = false;
    }

    /** Sends a text message. */
    public void text(String text) throws IOException {
        frame(0x80 | Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a masked frame; {@code firstByte} holds the opcode, 0x80 if it is the last of its message. */
    public void frame(int firstByte, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        writeFrame(out, firstByte, payload);
        bytes(out.toByteArray());
    }

    /** Sends many text messages in as few packets as they fit in. */
    public void texts(List<String> texts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            writeFrame(out, 0x80 | Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
        bytes(out.toByteArray());
    }

    private static void writeFrame(ByteArrayOutputStream out, int firstByte, byte[] payload) {
        out.write(firstByte);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
    }

    /**
     * Sends the same text messages again and again until the server takes no more for half a second, or so many times;
     * says how many times they went. Nothing may be sent after it.
     */
    public int textsUntilStuck(List<String> texts, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            writeFrame(out, 0x80 | Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
        return bytesUntilStuck(out.toByteArray(), times);
    }

    /** As {@link #textsUntilStuck}, with one control frame. */
    public int framesUntilStuck(int firstByte, byte[] payload, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeFrame(out, firstByte, payload);
        return bytesUntilStuck(out.toByteArray(), times);
    }

    private int bytesUntilStuck(byte[] bytes, int times) {
        AtomicInteger sent = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < times) {
                    bytes(bytes);
                    sent.incrementAndGet();
                }
            } catch (IOException closed) {
                // The test has closed the socket in the middle of a write.
            }
        });
        int before = -1;
        while (before < sent.get()) {
            before = sent.get();
            LockSupport.parkNanos(STUCK_NANOS);
        }
        return before;
    }

    /** Sends bytes as they are. */
    public void bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads the next frame, whatever it is. */
    public Frame read() throws IOException {
        Frame frame = Frame.read(in);
        if (frame.opcode() == Frame.PING && answersPings) {
            frame(0x80 | Frame.PONG, frame.payload());
        }
        return frame;
    }

    /** Reads the next text message, passing over pings and pongs. */
    public String readText() throws IOException {
        Frame frame = read();
        while (frame.opcode() == Frame.PING || frame.opcode() == Frame.PONG) {
            frame = read();
        }
        if (frame.opcode() != Frame.TEXT || !frame.isLast()) {
            throw new IOException("not a text message: opcode " + frame.opcode() + ", " + frame.text());
        }
        return frame.text();
    }

    /** Reads the next text message as JSON. */
    public Map<String, Object> readJson() throws IOException {
        return Json.object(readText());
    }

    /** Reads up to the next message of a type and returns it. */
    public Map<String, Object> readUntil(String type) throws IOException {
        Map<String, Object> message = readJson();
        while (!type.equals(message.get("type"))) {
            message = readJson();
        }
        return message;
    }

    /** Reads so many bare entries and returns their ids. */
    public List<Long> readPlainIds(int count) throws IOException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < count) {
            Map<String, Object> entry = readJson();
            if (!(entry.get("id") instanceof Long id)) {
                throw new IOException("not an entry: " + entry);
            }
            ids.add(id);
        }
        return ids;
    }

    /** Reads to the end and returns the code of the close frame; 1006 if there was none. */
    public int readClose() throws IOException {
        try {
            while (true) {
                Frame frame = read();
                if (frame.opcode() == Frame.CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (EOFException | SocketException gone) {
            return 1006;
        }
    }

    /** Whether the server ends the connection before it sends anything more. */
    public boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Ends the connection without a close frame and without taking what is on its way. */
    public void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
