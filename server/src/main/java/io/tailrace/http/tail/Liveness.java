package io.tailrace.http.tail;

/**
 * How the server finds out that a WebSocket's client is gone.
 *
 * @param pingMillis how often it is pinged
 * @param silenceMillis after how long without a sign of life it is closed
 */
public record Liveness(long pingMillis, long silenceMillis) {}
