package io.tailrace.http.access;

import io.tailrace.entry.Utf8;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * What a request must keep to so that every reader of it, a proxy in front among them, understands the same by it. Holds no
 * state.
 */
public final class RequestRules {

    private RequestRules() {}

    /** What is wrong with a request's framing or host; where it ends is not known then, so nothing may follow it. */
    public static Optional<String> brokenFraming(HttpServerRequest request) {
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return Optional.of("the request names its host more than once");
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty()
                && !(codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"))) {
            return Optional.of("Transfer-Encoding must be chunked, or not be given");
        }
        return Optional.empty();
    }

    /** Whether the path and, unless it is only for the page, the query can be read. */
    public static boolean isAddressValid(HttpServerRequest request) {
        String path = request.path();
        if (request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*")) {
            return true;
        }
        if (path == null || !path.startsWith("/") || !isEscapedWell(path)) {
            return false;
        }
        boolean isForPage = !path.startsWith("/api/") && !path.startsWith("/ws/");
        String query = request.query();
        return isForPage || query == null || isEscapedWell(query);
    }

    /** Whether each percent sign stands before two hexadecimal digits, and what they say is UTF-8. */
    static boolean isEscapedWell(String text) {
        if (text.indexOf('%') < 0) {
            return true;
        }
        byte[] said = new byte[text.length()];
        int size = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '%') {
                // What is not escaped only has to end a run of bytes that are.
                said[size++] = '.';
                continue;
            }
            if (at + 2 >= text.length()) {
                return false;
            }
            int high = Character.digit(text.charAt(at + 1), 16);
            int low = Character.digit(text.charAt(at + 2), 16);
            if (high < 0 || low < 0) {
                return false;
            }
            said[size++] = (byte) (high << 4 | low);
            at += 2;
        }
        return Utf8.isValid(said, 0, size);
    }
}
