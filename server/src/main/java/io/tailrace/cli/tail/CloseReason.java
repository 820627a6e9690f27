package io.tailrace.cli.tail;

/**
 * Why the server closed the stream, by the close codes of the wire contract, and whether coming back makes sense.
 *
 * @param words for a person: the server's own, or what the code means
 * @param kind what to do about it
 */
record CloseReason(String words, Kind kind) {

    /** What to do about it. */
    enum Kind {
        COME_BACK,
        ENDED,
        REFUSED
    }

    static CloseReason of(int code, String reason) {
        boolean refused = code == 1008 || code == 1009 || (code >= 4000 && code <= 4400) || code == 4403;
        Kind kind = code == 1000 ? Kind.ENDED : refused ? Kind.REFUSED : Kind.COME_BACK;
        String meaning = switch (code) {
            case 1000 -> "the server ended the stream";
            case 1001 -> "the server is shutting down";
            case 1008 -> "this is not allowed";
            case 1009 -> "the request is too big for the server";
            case 1011 -> "the server has a fault";
            case 4400 -> "the server does not understand this client";
            case 4401 -> "the credentials have ended";
            case 4403 -> "this is no longer allowed";
            case 4408 -> "the server heard nothing for too long";
            default -> "the server closed the connection with code " + code;
        };
        return new CloseReason(reason.isBlank() ? meaning : reason.strip(), kind);
    }
}
