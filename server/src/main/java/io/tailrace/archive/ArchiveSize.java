package io.tailrace.archive;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the archive takes on the disk.
 *
 * @param usedBytes blocks of the database in use; blocks that were given back and wait to be used again do not count
 * @param logBytes the database's own write-ahead log, which it empties now and then
 * @param rows entries in the used blocks, among them those that were removed and whose space was not given back yet
 */
public record ArchiveSize(long usedBytes, long logBytes, long rows) {

    static final String SELECT = """
            SELECT used_blocks * block_size, (SELECT estimated_size FROM duckdb_tables() WHERE table_name = 'entries')
            FROM pragma_database_size()""";

    /** @param row of {@link #SELECT} */
    static ArchiveSize of(ResultSet row, long logBytes) throws SQLException {
        row.next();
        return new ArchiveSize(row.getLong(1), logBytes, row.getLong(2));
    }

    /** What so many entries of these take, in bytes, without the log. */
    public double bytesOf(long entries) {
        return rows == 0 ? 0 : (double) usedBytes * entries / rows;
    }
}
