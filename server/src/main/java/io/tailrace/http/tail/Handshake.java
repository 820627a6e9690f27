package io.tailrace.http.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tailrace.http.answer.Answers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A client's wish to speak WebSocket, and what agrees to it (RFC 6455, section 4.2). The connection is taken over before the
 * answer is written, so that what the client says in one packet with its request is heard.
 *
 * @param key what the client wants an answer to
 * @param isTailraceV1 whether it offers the subprotocol of messages
 */
record Handshake(String key, boolean isTailraceV1) {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /** The wish of a request; if that is none, or one that cannot be granted, it is answered so. */
    static Optional<Handshake> of(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!names(request, "Connection").contains("upgrade")
                || !names(request, "Upgrade").contains("websocket")) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket");
            Answers.error(response, 426, "upgrade_required", "this is a WebSocket; see also /api/logs/stream");
            return Optional.empty();
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            response.putHeader("Sec-WebSocket-Version", VERSION);
            Answers.error(response, 426, "upgrade_required", "the version of WebSocket must be " + VERSION);
            return Optional.empty();
        }
        String key = request.getHeader("Sec-WebSocket-Key");
        if (key == null || !isKey(key.strip())) {
            Answers.error(response, 400, "bad_handshake", "Sec-WebSocket-Key must be 16 bytes in Base64");
            return Optional.empty();
        }
        boolean offersV1 = elements(request, "Sec-WebSocket-Protocol").anyMatch(Framings.TAILRACE_V1::equals);
        return Optional.of(new Handshake(key.strip(), offersV1));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static List<String> names(HttpServerRequest request, String header) {
        return elements(request, header)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Stream<String> elements(HttpServerRequest request, String header) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip);
    }

    /** The status line of the answer, and the headers that agree. */
    String head() {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept() + "\r\n";
        return isTailraceV1 ? head + "Sec-WebSocket-Protocol: " + Framings.TAILRACE_V1 + "\r\n" : head;
    }

    private String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
