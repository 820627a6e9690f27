package io.tailrace.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One open stream. Belongs to the thread that reads it; {@link #close} is for any thread, and ends a read that waits.
 */
public final class StreamClient implements Closeable {

    private static final int SMALL_RECEIVE_BUFFER = 8 * 1024;
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket;
    private final Source source;

    private StreamClient(Socket socket, Source source) {
        this.socket = socket;
        this.source = source;
    }

    /**
     * Asks for a stream, and returns when the server has granted it.
     *
     * @throws RefusedException when it has not
     */
    public static StreamClient open(StreamOrder order) throws IOException {
        Socket socket = new Socket();
        try {
            if (order.bytesPerSecond().getAsLong() != StreamOrder.UNLIMITED) {
                socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) order.silence().toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), order.port()), CONNECT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(order.request().getBytes(StandardCharsets.US_ASCII));
            InputStream bytes = new PacedInput(socket.getInputStream(), order.bytesPerSecond());
            return new StreamClient(socket, granted(order.framing(), new LineInput(bytes), out));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Source granted(Framing framing, LineInput in, OutputStream out) throws IOException {
        String status = in.text();
        Map<String, String> headers = headers(in);
        String wanted = framing.webSocket() ? "HTTP/1.1 101" : "HTTP/1.1 200";
        if (!status.startsWith(wanted)) {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            throw new RefusedException(status + " " + new String(in.bytes(length), StandardCharsets.UTF_8));
        }
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
        LineInput body = chunked ? new LineInput(new ChunkedInput(in)) : in;
        return switch (framing) {
            case PLAIN, TAILRACE_V1 -> new WebSocketSource(in, out);
            case SSE -> new EventSource(body);
            case JSON_LINES -> new LineSource(body);
        };
    }

    private static Map<String, String> headers(LineInput in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = in.text(); !line.isEmpty(); line = in.text()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Waits for what comes next. However the connection ends, that is an {@link Heard.End}. */
    public Heard next() {
        try {
            return source.next();
        } catch (SocketTimeoutException e) {
            return new Heard.End("nothing was heard for longer than a client should wait", true);
        } catch (IOException e) {
            return new Heard.End(String.valueOf(e.getMessage()));
        }
    }

    /** Sends a message; only for a WebSocket. */
    public void say(String json) throws IOException {
        switch (source) {
            case WebSocketSource frames -> frames.say(json);
            default -> throw new IllegalStateException("A client of this framing cannot say anything.");
        }
    }

    /** Leaves without a word, as one does whose network breaks. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
