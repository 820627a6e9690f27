package io.tailrace.archive;

/** A value, and in how many entries it occurs. */
public record ValueCount(String value, long count) {}
