package io.tailrace.http.tail;

/** Why the server closes a WebSocket, and so whether its client should come back. */
enum CloseCode {
    /** The server is shutting down. Come back, with the position. */
    SHUTTING_DOWN(1001, "the server is shutting down"),

    /** A fault in the server. Come back, with the position. */
    FAULT(1011, "the server failed; its log says more"),

    /** Too many messages that are not of the protocol. Do not come back. */
    NOT_THE_PROTOCOL(4400, "too many messages that are not of the protocol"),

    /** Nothing was heard of the client for too long. Come back, with the position. */
    SILENT(4408, "silent for too long");

    final int code;
    final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }
}
