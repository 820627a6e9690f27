package io.tailrace.cli.parquet;

import io.tailrace.cli.shell.CommandFailed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A Parquet file that a server exported, read row by row, each as the JSON of the entry that it was sent as: without the
 * server's own {@code id} and {@code created_at}. Owned by one thread; holds a few rows in memory at a time.
 */
public final class ParquetEntries implements AutoCloseable {

    /** The text of metadata is JSON already. */
    private static final String ENTRIES = """
            SELECT '{"timestamp":"' || strftime(timestamp::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%fZ')
                || '","service":' || to_json(service::VARCHAR) || ',"level":' || to_json(level::VARCHAR)
                || ',"message":' || to_json(message::VARCHAR) || ',"tags":' || coalesce(tags::JSON, '[]')
                || ',"metadata":' || coalesce(metadata::VARCHAR, '{}')
                || coalesce(',"user_id":' || user_id::BIGINT, '')
                || coalesce(',"trace_id":' || to_json(trace_id::VARCHAR), '')
                || coalesce(',"span_id":' || to_json(span_id::VARCHAR), '') || '}'
            FROM read_parquet(?)""";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private String entry = "";

    private ParquetEntries(Path file, Connection connection, PreparedStatement statement, ResultSet rows) {
        this.file = file;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    /** Opens a file. Fails if it cannot be read or has not the columns of an export. */
    public static ParquetEntries open(Path file) throws CommandFailed {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", "256MiB");
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
            try (Statement setting = connection.createStatement()) {
                setting.execute("SET TimeZone = 'UTC'");
                PreparedStatement statement = connection.prepareStatement(ENTRIES);
                statement.setString(1, file.toString());
                return new ParquetEntries(file, connection, statement, statement.executeQuery());
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
    }

    /** Moves to the next row; false at the end. */
    public boolean next() throws CommandFailed {
        try {
            if (!rows.next()) {
                return false;
            }
            String json = rows.getString(1);
            if (json == null) {
                throw new CommandFailed(file + " holds a row that lacks its time, service, level or message");
            }
            entry = json;
            return true;
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
    }

    /** The entry of the row. */
    public String entry() {
        return entry;
    }

    private static CommandFailed unreadable(Path file, SQLException failed) {
        String reason = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        return new CommandFailed("cannot read " + file + " as an export in Parquet: " + reason);
    }

    @Override
    public void close() throws CommandFailed {
        try (connection;
                statement;
                rows) {
            // Closed in the opposite order.
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
    }
}
