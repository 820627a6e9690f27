package io.tailrace.archive;

import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * The search for the id at which a time of arrival begins. Times never go down as ids go up, so it takes one look at one row
 * for each halving, and no pass over a column. Holds no state.
 */
final class CreatedTimes {

    /** Says when an entry was appended, in microseconds; empty if it is not there. */
    interface Look {
        OptionalLong createdAt(long id) throws SQLException;
    }

    static final String SELECT = "SELECT epoch_us(created_at) FROM entries WHERE id = ?";

    private CreatedTimes() {}

    /**
     * The lowest id from first to last that was appended at this time or later; one above the last if there is none. What
     * is missing is taken for older, as retention removes the oldest.
     */
    static long firstSince(long micros, long firstId, long lastId, Look look) throws SQLException {
        long low = firstId;
        long high = lastId + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (look.createdAt(middle).orElse(Long.MIN_VALUE) < micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
