package io.tailrace.http.query;

/**
 * The bounds of asking about the past.
 *
 * @param concurrency how many questions are worked on at once
 * @param queue how many may wait for that
 * @param timeoutMillis how long a question may take, waiting included
 * @param exportConcurrency how many exports run at once
 */
public record QueryLimits(int concurrency, int queue, long timeoutMillis, int exportConcurrency) {}
