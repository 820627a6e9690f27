package io.tailrace.http.ingest;

/**
 * The bounds of taking bodies in.
 *
 * @param maxBodyBytes of one body, before and after decompression
 * @param maxBufferedBytes of all bodies under way together
 */
public record IngestLimits(int maxBodyBytes, long maxBufferedBytes) {}
