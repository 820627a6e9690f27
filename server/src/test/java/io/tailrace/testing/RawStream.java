package io.tailrace.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client of an endless HTTP response, as server-sent events or as lines. It reads only when it is asked to, so a test says
 * exactly when. Belongs to one thread.
 */
public final class RawStream implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 4096;

    private final Socket socket = new Socket();
    private final HttpHead head;
    private final InputStream in;
    private final InputStream body;

    private RawStream(URI address, boolean smallBuffer, String... headers) throws IOException {
        if (smallBuffer) {
            socket.setReceiveBufferSize(SMALL_BUFFER);
        }
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), smallBuffer ? 512 : 1 << 16);
        StringBuilder request = new StringBuilder("GET " + address.getRawPath()
                + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()) + " HTTP/1.1\r\nHost: "
                + address.getAuthority() + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        head = HttpHead.read(in);
        body = new Chunks(in);
    }

    /** Asks for a stream, whatever the answer. */
    public static RawStream ask(URI address, String... headers) throws IOException {
        return new RawStream(address, false, headers);
    }

    /** Asks for a stream into a small buffer, so that the server soon notices that nothing is read. */
    public static RawStream small(URI address, String... headers) throws IOException {
        return new RawStream(address, true, headers);
    }

    public HttpHead head() {
        return head;
    }

    /** The error that the server refused the request with. */
    public Map<String, Object> refusal() throws IOException {
        return Json.object(head.body(in));
    }

    /** Reads the next line of the body. */
    public String readLine() throws IOException {
        return HttpHead.line(body);
    }

    /** Takes so many bytes of the body. */
    public void take(int bytes) throws IOException {
        body.skipNBytes(bytes);
    }

    /** Reads the next block of fields up to an empty line; a comment is the field with the empty name. */
    public Map<String, String> readBlock() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return fields;
    }

    /** Reads the next event, which is a block with data; comments and lone ids are passed over. */
    public Map<String, String> readEvent() throws IOException {
        Map<String, String> block = readBlock();
        while (!block.containsKey("data")) {
            block = readBlock();
        }
        return block;
    }

    /** Whether the body ends here, as the server says it does. */
    public boolean isAtEnd() throws IOException {
        return body.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The body without its chunks. */
    private static final class Chunks extends InputStream {

        private final InputStream in;
        private int left;
        private boolean ended;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (left == 0 && !ended) {
                left = Integer.parseInt(HttpHead.line(in), 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ended within a chunk");
            }
            if (--left == 0) {
                HttpHead.line(in);
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int b = length == 0 ? 0 : read();
            if (b < 0 || length == 0) {
                return b;
            }
            target[offset] = (byte) b;
            return 1;
        }
    }
}
