package io.tailrace.http.ingest;

/**
 * The bounds of taking entries in.
 *
 * @param maxEntryBytes of one entry
 * @param maxBodyBytes of one body, before and after decompression
 * @param maxBufferedBytes of all bodies under way together
 */
public record IngestLimits(int maxEntryBytes, int maxBodyBytes, long maxBufferedBytes) {}
