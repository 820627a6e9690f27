package io.tailrace.stream;

import io.tailrace.entry.Position;

/** Where a subscription begins. */
public sealed interface Start {

    /** Whether the history must be asked where that is. */
    default boolean isLookedUp() {
        return switch (this) {
            case Last(long n) -> n > 0;
            case Since _ -> true;
            case Live _, After _ -> false;
        };
    }

    /** From now on. */
    record Live() implements Start {}

    /** The newest n entries that match, then on. */
    record Last(long n) implements Start {}

    /** What was appended at this time or later, in microseconds. */
    record Since(long micros) implements Start {}

    /** Everything after a position. */
    record After(Position position) implements Start {}
}
