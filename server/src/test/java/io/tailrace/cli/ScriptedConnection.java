package io.tailrace.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One connection to a {@link ScriptedServer}: the request that came, and the ways to answer it.
 *
 * <p>What came may be read by any thread; the answers belong to the script.
 */
public final class ScriptedConnection {

    private static final String WEB_SOCKET_KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int TEXT_THAT_GOES_ON = 0x01;
    private static final int LAST_PART = 0x80;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;

    private final Socket socket;
    private final String target;
    private final Map<String, String> headers;
    private final String body;

    private ScriptedConnection(Socket socket, String target, Map<String, String> headers, String body) {
        this.socket = socket;
        this.target = target;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    static ScriptedConnection read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String target = readLine(in).split(" ", 3)[1];
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        return new ScriptedConnection(socket, target, headers, new String(body, UTF_8));
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the client left");
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).strip();
    }

    /** The path and query that were asked for. */
    public String target() {
        return target;
    }

    /** A header of the request; its name in lower case. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String body() {
        return body;
    }

    /** Says what need not be HTTP. */
    public void raw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** Takes every entry of the body. */
    public void accept() throws IOException {
        long lines = body.lines().count();
        answer(201, "{\"accepted\":" + lines + ",\"first_id\":1,\"last_id\":" + lines + "}");
    }

    /** {@code headers}: whole lines. */
    public void answer(int status, String answer, String... headers) throws IOException {
        answer(status, answer.getBytes(UTF_8), headers);
    }

    /** The same with a body of bytes. */
    public void answer(int status, byte[] bytes, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Ends the connection with a reset, as a process that dies does. */
    public void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Answers the WebSocket handshake, and says hello in {@code tailrace.v1}. */
    public void hello(String head, int heartbeatMillis) throws IOException {
        String accept;
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((header("sec-websocket-key") + WEB_SOCKET_KEY_SUFFIX).getBytes(ISO_8859_1));
            accept = Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: tailrace.v1\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        text("{\"type\":\"hello\",\"version\":\"1\",\"epoch\":\"e\",\"first\":\"0\",\"head\":\"" + head
                + "\",\"heartbeat_ms\":" + heartbeatMillis + "}");
    }

    /** Sends entries with these ids in one message. */
    public void entries(String next, long... ids) throws IOException {
        StringBuilder message = new StringBuilder("{\"type\":\"entries\",\"entries\":[");
        for (int i = 0; i < ids.length; i++) {
            message.append(i == 0 ? "" : ",").append(entry(ids[i], "message " + ids[i]));
        }
        text(message.append("],\"next\":\"").append(next).append("\"}").toString());
    }

    /** An entry as a server sends it. */
    public static String entry(long id, String message) {
        return "{\"id\":" + id + ",\"timestamp\":\"2026-11-22T10:30:00.123456Z\","
                + "\"created_at\":\"2026-11-22T10:30:00.123456Z\",\"service\":\"portal\",\"level\":\"info\","
                + "\"message\":\"" + message + "\",\"tags\":[],\"metadata\":{}}";
    }

    /** Sends one text frame. */
    public void text(String message) throws IOException {
        frame(TEXT, message.getBytes(UTF_8));
    }

    /** Sends one message in two frames, with a ping between them. */
    public void textInParts(String first, String second) throws IOException {
        frame(TEXT_THAT_GOES_ON, first.getBytes(UTF_8));
        frame(PING, new byte[0]);
        frame(LAST_PART, second.getBytes(UTF_8));
    }

    /** Sends a close frame, and waits for the client to leave. */
    public void close(int code, String reason) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(code >> 8);
        content.write(code);
        content.write(reason.getBytes(UTF_8));
        frame(CLOSE, content.toByteArray());
        awaitEnd();
    }

    /** Holds the script until the test lets it go on. */
    public static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Reads until the client leaves. */
    public void awaitEnd() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void frame(int kind, byte[] content) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(frame);
        out.writeByte(kind);
        if (content.length < 126) {
            out.writeByte(content.length);
        } else if (content.length < 65_536) {
            out.writeByte(126);
            out.writeShort(content.length);
        } else {
            out.writeByte(127);
            out.writeLong(content.length);
        }
        out.write(content);
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }
}
