package io.tailrace.bench.scenario;

/**
 * A query that a person waits for.
 *
 * @param path with its parameters
 * @param targetMillis how long it may take
 */
record Question(String name, String path, double targetMillis) {}
