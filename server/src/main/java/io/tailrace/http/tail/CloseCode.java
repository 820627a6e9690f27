package io.tailrace.http.tail;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * Why the server closes a WebSocket, and so whether its client should come back. A client that does not know a code goes by
 * its range: 4000 to 4399, 4400 and 4403 are final, after every other one from 4401 to 4499 it comes back, as after 1001 and
 * 1011.
 */
enum CloseCode {
    /** The server is shutting down. Come back, with the position. */
    SHUTTING_DOWN(1001, "the server is shutting down"),

    /** The frames are not WebSocket's. Do not come back. */
    PROTOCOL_ERROR(1002, "this breaks the rules of WebSocket"),

    /** Text that is none. Do not come back. */
    NOT_TEXT(1007, "text must be UTF-8"),

    /** A message that is too long. Do not come back. */
    TOO_BIG(1009, "a message may have 64 KiB at most"),

    /** A fault in the server. Come back, with the position. */
    FAULT(1011, "the server failed; its log says more"),

    /** Too many messages that are not of the protocol. Do not come back. */
    NOT_THE_PROTOCOL(4400, "too many messages that are not of the protocol"),

    /** Nothing was heard of the client for too long. Come back, with the position. */
    SILENT(4408, "silent for too long");

    private static final int HIGHEST = 4999;

    final int code;
    final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** What answers a frame that could not be read. */
    static CloseCode of(CorruptedWebSocketFrameException broken) {
        WebSocketCloseStatus status = broken.closeStatus();
        if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return TOO_BIG;
        }
        return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA) ? NOT_TEXT : PROTOCOL_ERROR;
    }

    /** Whether a client may say goodbye with this code, or without any, which is below 0 (RFC 6455, section 7.4). */
    static boolean mayBeSent(int code) {
        return code < 0 || (WebSocketCloseStatus.isValidStatusCode(code) && code <= HIGHEST);
    }
}
