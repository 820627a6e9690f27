package io.tailrace.bench.client;

/**
 * An entry as a client reads it.
 *
 * @param userId 0 when it has none
 */
public record StoredEntry(long id, String service, String message, long userId) {}
