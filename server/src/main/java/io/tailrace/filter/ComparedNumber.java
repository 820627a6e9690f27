package io.tailrace.filter;

import io.tailrace.entry.ValueTest;

/**
 * What values must be numbers to be compared with, and how they must stand to it.
 *
 * @param number the number on the right of the sign
 */
public record ComparedNumber(Comparison comparison, Decimal number) implements ValueTest {

    @Override
    public boolean passes(byte[] bytes, int start, int end) {
        return number.isStoodTo(comparison, bytes, start, end);
    }
}
