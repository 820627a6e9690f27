package io.tailrace.entry;

import java.util.Optional;

/**
 * A place between two entries of one log: everything up to {@code id} is behind it. Its text is opaque to clients:
 * the epoch that names the log, a dash, the id. A bare id is understood too; it names no log, so its epoch is empty.
 *
 * @param epoch which log, or empty if the client did not say
 * @param id the last entry behind this position, 0 for the start of the log
 */
public record Position(String epoch, long id) {

    private static final int MAX_TEXT = 64;

    /** Reads a position's text; empty if it is none. */
    public static Optional<Position> parse(String text) {
        int dash = text.lastIndexOf('-');
        String digits = text.substring(dash + 1);
        boolean wellFormed = text.length() <= MAX_TEXT
                && dash != 0
                && !digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed
                ? Optional.of(new Position(dash < 0 ? "" : text.substring(0, dash), Long.parseLong(digits)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return epoch.isEmpty() ? Long.toString(id) : epoch + "-" + id;
    }
}
