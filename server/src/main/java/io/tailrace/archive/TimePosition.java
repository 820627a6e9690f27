package io.tailrace.archive;

import io.tailrace.entry.Rfc3339;
import io.tailrace.filter.Filter;
import io.tailrace.filter.NumberPart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The place of an entry in the order of time: when it happened, and its id, which tells apart what happened in the same
 * microsecond. Its text is opaque to clients: the time, a colon, the id. It stays a place when its entry is gone.
 *
 * @param timestamp in microseconds
 */
public record TimePosition(long timestamp, long id) implements Comparable<TimePosition> {

    private static final Comparator<TimePosition> ORDER =
            Comparator.comparingLong(TimePosition::timestamp).thenComparingLong(TimePosition::id);

    private static final int MAX_DIGITS = 18;

    /** Reads a position's text; empty if it is none. */
    public static Optional<TimePosition> parse(String text) {
        if (text.length() <= Rfc3339.LENGTH + 1
                || text.length() > Rfc3339.LENGTH + 1 + MAX_DIGITS
                || text.charAt(Rfc3339.LENGTH) != ':') {
            return Optional.empty();
        }
        String digits = text.substring(Rfc3339.LENGTH + 1);
        OptionalLong timestamp = Rfc3339.parse(text.substring(0, Rfc3339.LENGTH));
        return timestamp.isPresent() && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(new TimePosition(timestamp.getAsLong(), Long.parseLong(digits)))
                : Optional.empty();
    }

    /** Every entry whose place is before this one. */
    Filter before() {
        return new Filter.And(List.of(
                new Filter.TimestampBefore(timestamp + 1),
                new Filter.Or(
                        List.of(new Filter.TimestampBefore(timestamp), new Filter.AtMost(NumberPart.ID, id - 1)))));
    }

    /** Every entry whose place is behind this one. */
    Filter after() {
        return new Filter.And(List.of(
                new Filter.TimestampFrom(timestamp),
                new Filter.Or(
                        List.of(new Filter.TimestampFrom(timestamp + 1), new Filter.AtLeast(NumberPart.ID, id + 1)))));
    }

    @Override
    public int compareTo(TimePosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Rfc3339.format(timestamp) + ":" + id;
    }
}
