package io.tailrace.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bare HTTP/1.1 connection: it says exactly the bytes that it is given, also those that no HTTP client would say, and
 * reads one answer at a time.
 *
 * <p>Belongs to one thread.
 */
public final class HttpSocket implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private String streamed = "";

    private HttpSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static HttpSocket open(TestServer server) throws IOException {
        return new HttpSocket(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }

    /** Says text as it is. */
    public HttpSocket say(String text) throws IOException {
        return say(text.getBytes(UTF_8));
    }

    public HttpSocket say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will be said, and can still read. */
    public HttpSocket sayNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Sends a request without a body and reads the answer; each header is given as {@code Name: value}. */
    public Answer get(String path, String... headers) throws IOException {
        return say(head("GET", path, headers) + "\r\n").answer();
    }

    /** Sends JSON and reads the answer. */
    public Answer post(String json, String... headers) throws IOException {
        return post("/api/logs", "application/json", json.getBytes(UTF_8), headers);
    }

    /** Sends newline-delimited JSON and reads the answer. */
    public Answer postLines(String lines, String... headers) throws IOException {
        return post("/api/logs", "application/x-ndjson", lines.getBytes(UTF_8), headers);
    }

    public Answer post(String path, String contentType, byte[] body, String... headers) throws IOException {
        say(head("POST", path, headers) + "Content-Type: " + contentType + "\r\nContent-Length: " + body.length
                + "\r\n\r\n");
        return say(body).answer();
    }

    /** The request line and headers, with a {@code Host}, and without the empty line that ends them. */
    public static String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (Arrays.stream(headers).noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: localhost\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    /** Reads the next answer, with its body. */
    public Answer answer() throws IOException {
        return answer(true);
    }

    /** Reads the next answer to a request for which none has a body, such as {@code HEAD}. */
    public Answer answerWithoutBody() throws IOException {
        return answer(false);
    }

    /** Reads the status and the headers of an answer that does not end; its body is read with {@link #line}. */
    public Answer streamHead() throws IOException {
        return answer(false);
    }

    private Answer answer(boolean hasBody) throws IOException {
        String status = rawLine();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        int code = Integer.parseInt(status.split(" ", 3)[1]);
        boolean reads = hasBody && code >= 200 && code != 204 && code != 304;
        return new Answer(code, headers, reads ? new String(body(headers), UTF_8) : "");
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
            return body.toByteArray();
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    private byte[] chunk() throws IOException {
        byte[] chunk = exactly(Integer.parseInt(rawLine(), 16));
        rawLine();
        return chunk;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer is cut short");
        }
        return bytes;
    }

    private String rawLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed after: " + line.toString(UTF_8));
            }
            line.write(next);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    /** Reads the next line of a chunked body that does not end. */
    public String line() throws IOException {
        int end = streamed.indexOf('\n');
        while (end < 0) {
            streamed += new String(chunk(), UTF_8);
            end = streamed.indexOf('\n');
        }
        String line = streamed.substring(0, end);
        streamed = streamed.substring(end + 1);
        return line;
    }

    /** Waits until the server closes the connection; fails if it says something instead. */
    public boolean isClosedByServer() throws SocketTimeoutException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer; header names are in any case. */
    public record Answer(int status, Map<String, String> headers, String text) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }

        /** A value of the JSON body; see {@link Json#at}. */
        public Object at(Object... path) {
            return Json.at(Json.parse(text), path);
        }
    }
}
