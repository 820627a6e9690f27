package io.tailrace.entry;

/** A question about a JSON value in canonical form, asked where its bytes lie. */
public interface ValueTest {

    /** Whether the value from {@code start} up to, not with, {@code end} passes. */
    boolean passes(byte[] bytes, int start, int end);
}
