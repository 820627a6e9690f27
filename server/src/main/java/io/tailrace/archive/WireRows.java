package io.tailrace.archive;

import io.tailrace.entry.EntryWriter;
import io.tailrace.log.EntrySink;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Rows of the archive as wire JSON. The database puts the body of each entry together, which is faster than fetching
 * eleven columns; the times are formatted here, which is faster than there. Holds no state.
 */
final class WireRows {

    /** What to select, of a table or subquery with the columns of {@code entries}, for {@link #read}. */
    static final String COLUMNS = """
            id, epoch_us(timestamp), epoch_us(created_at),
            '"service":' || to_json(service)
            || ',"level":"' || level
            || '","message":' || to_json(message)
            || ',"tags":' || to_json(tags)
            || ',"metadata":' || metadata
            || coalesce(',"user_id":' || user_id, '')
            || coalesce(',"trace_id":' || to_json(trace_id), '')
            || coalesce(',"span_id":' || to_json(span_id), '')
            || '}'""";

    private WireRows() {}

    /** Hands over the rows of a statement that selects {@link #COLUMNS}, in their order, until enough bytes have come. */
    static Read read(DuckDBPreparedStatement statement, long maxBytes, EntrySink sink) throws SQLException {
        EntryWriter entry = new EntryWriter();
        int count = 0;
        long bytes = 0;
        long lastId = 0;
        try (DuckDBChunkedResult result = statement.query()) {
            while (bytes < maxBytes && result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                DuckDBReadableVector ids = chunk.vector(0);
                DuckDBReadableVector timestamps = chunk.vector(1);
                DuckDBReadableVector createdAts = chunk.vector(2);
                DuckDBReadableVector bodies = chunk.vector(3);
                for (long row = 0, rows = chunk.rowCount(); row < rows && bytes < maxBytes; row++) {
                    lastId = ids.getLong(row);
                    byte[] body = bodies.getString(row).getBytes(StandardCharsets.UTF_8);
                    int size = entry.write(lastId, timestamps.getLong(row), createdAts.getLong(row), body);
                    sink.entry(lastId, entry.bytes(), 0, size);
                    count++;
                    bytes += size;
                }
            }
        }
        return new Read(count, bytes, lastId);
    }

    /**
     * What a read brought.
     *
     * @param count how many entries
     * @param bytes how much wire JSON
     * @param lastId the id of the last one; 0 if there was none
     */
    record Read(int count, long bytes, long lastId) {}
}
