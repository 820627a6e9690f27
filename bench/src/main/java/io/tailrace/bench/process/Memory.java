package io.tailrace.bench.process;

/**
 * A process's memory in RAM, in bytes.
 *
 * @param rss     all of it
 * @param anon    of that, what belongs to no file: heap, stacks, buffers
 * @param peakRss the highest {@code rss} so far
 */
public record Memory(long rss, long anon, long peakRss) {}
