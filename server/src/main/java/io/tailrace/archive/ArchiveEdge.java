package io.tailrace.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The lower edge of the archive: the highest id that retention has removed, kept in a table beside the entries, so that
 * ids go on where they were even if every entry was removed. Changed on the archiver's thread only.
 */
final class ArchiveEdge {

    /** The time of the last entry that was removed stands in for that of the newest one if none is left. */
    private static final String SCHEMA = """
            CREATE TABLE IF NOT EXISTS edge (removed_id BIGINT NOT NULL, created_at TIMESTAMP NOT NULL)""";

    private static final String BOUNDS = """
            SELECT coalesce(min(id), coalesce((SELECT max(removed_id) FROM edge), 0) + 1),
                coalesce(max(id), (SELECT max(removed_id) FROM edge), 0) FROM entries""";

    static final String LAST_CREATED_AT = """
            SELECT epoch_us(coalesce((SELECT max(created_at) FROM entries), (SELECT max(created_at) FROM edge)))""";

    private final Connection connection;

    /** @param connection of the archiver's thread */
    ArchiveEdge(Connection connection) {
        this.connection = connection;
    }

    /**
     * The ids that the archive holds, both inclusive.
     *
     * @param firstId one above the last if it holds none
     */
    record Bounds(long firstId, long lastId) {}

    void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    Bounds bounds() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BOUNDS)) {
            row.next();
            return new Bounds(row.getLong(1), row.getLong(2));
        }
    }

    /** Removes every entry up to this one, which must be there, and moves the edge, both or neither. */
    void moveTo(long removedId) throws SQLException {
        connection.setAutoCommit(false);
        try {
            update("DELETE FROM edge WHERE removed_id < ?", removedId);
            update("INSERT INTO edge SELECT id, created_at FROM entries WHERE id = ?", removedId);
            update("DELETE FROM entries WHERE id <= ?", removedId);
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            throw failed;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void update(String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.execute();
        }
    }
}
