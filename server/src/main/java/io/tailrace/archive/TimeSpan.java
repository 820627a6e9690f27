package io.tailrace.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Between which times some entries lie, in microseconds, both ends inclusive.
 *
 * @param oldestTimestamp the lowest time at which one happened
 * @param oldestCreatedAt the lowest time at which one was appended
 */
public record TimeSpan(long oldestTimestamp, long newestTimestamp, long oldestCreatedAt, long newestCreatedAt) {

    static final String SELECT = """
            SELECT epoch_us(min(timestamp)), epoch_us(max(timestamp)), epoch_us(min(created_at)), epoch_us(max(created_at))
            FROM entries""";

    /**
     * Empty if there are no entries.
     *
     * @param row of {@link #SELECT}
     */
    static Optional<TimeSpan> of(ResultSet row) throws SQLException {
        row.next();
        TimeSpan span = new TimeSpan(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        return row.wasNull() ? Optional.empty() : Optional.of(span);
    }

    static Optional<TimeSpan> and(Optional<TimeSpan> one, Optional<TimeSpan> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get().and(other.get())) : one.or(() -> other);
    }

    TimeSpan and(TimeSpan other) {
        return new TimeSpan(
                Math.min(oldestTimestamp, other.oldestTimestamp),
                Math.max(newestTimestamp, other.newestTimestamp),
                Math.min(oldestCreatedAt, other.oldestCreatedAt),
                Math.max(newestCreatedAt, other.newestCreatedAt));
    }
}
