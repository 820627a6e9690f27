package io.tailrace.bench.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a client asks for, and how it will read.
 *
 * @param port           of the server, on this machine
 * @param query          filter and start, encoded; may be empty
 * @param position       where to go on: {@code after}, or {@code Last-Event-ID} for server-sent events; empty when the query
 *                       says where to start
 * @param bytesPerSecond how fast it takes bytes at present; {@link #UNLIMITED} when it takes what is there
 * @param silence        how long it waits for the next byte
 */
public record StreamOrder(
        int port, Framing framing, String query, String position, LongSupplier bytesPerSecond, Duration silence) {

    /** As fast as they come. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** The whole request, up to the empty line behind its headers. */
    String request() {
        String path = framing.webSocket() ? "/ws/logs" : "/api/logs/stream";
        String parameters = query;
        String headers = "Host: 127.0.0.1:" + port + "\r\n";
        headers += switch (framing) {
            case PLAIN -> upgrade("");
            case TAILRACE_V1 -> upgrade("Sec-WebSocket-Protocol: tailrace.v1\r\n");
            case SSE -> "Accept: text/event-stream\r\n";
            case JSON_LINES -> "Accept: application/x-ndjson\r\n";
        };
        if (!position.isEmpty()) {
            if (framing == Framing.SSE) {
                headers += "Last-Event-ID: " + position + "\r\n";
            } else {
                parameters += (query.isEmpty() ? "" : "&") + "after=" + position;
            }
        }
        String target = parameters.isEmpty() ? path : path + "?" + parameters;
        return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
    }

    private static String upgrade(String more) {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGFpbHJhY2UtYmVuY2gtMQ==\r\n" + more;
    }
}
