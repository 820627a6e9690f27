package io.tailrace.archive;

import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The database's table {@code new_entries()}: the entries of a few blocks, handed over column by column from the bytes in
 * which they lie in memory, with times in microseconds and levels by their severity. Nothing passes through a file. The
 * archive's writer sets the blocks and then reads the table, on the same thread.
 */
final class EntryFeed implements DuckDBTableFunction<EntryFeed, EntryFeed.Cursor, Object> {

    private static final String NAME = "new_entries";

    /** What one chunk copies at the most, but for its last entry. */
    private static final int CHUNK_BYTES = 4 << 20;

    private static final int ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int CREATED_AT = 2;
    private static final int LEVEL = 3;
    private static final int USER_ID = 4;
    private static final int FIRST_TEXT = 5;
    private static final List<String> NUMBERS = List.of("id", "timestamp", "created_at", "level", "user_id");
    private static final List<String> TEXTS = List.of("service", "message", "tags", "metadata", "trace_id", "span_id");

    private List<EntryBlock> blocks = List.of();
    private long firstId;
    private long lastId;

    /** Makes the table known to a database. */
    void register(Connection connection) throws SQLException {
        try (DuckDBTableFunctionBuilder table = DuckDBFunctions.tableFunction()) {
            table.withName(NAME).withFunction(this).register(connection);
        }
    }

    /** Says which rows the table has: the entries of these blocks from one id up to another. */
    void set(List<EntryBlock> newBlocks, long newFirstId, long newLastId) {
        blocks = newBlocks;
        firstId = newFirstId;
        lastId = newLastId;
    }

    /** Forgets the blocks, so that the memory that they take can be used again. */
    void clear() {
        blocks = List.of();
    }

    @Override
    public EntryFeed bind(DuckDBTableFunctionBindInfo table) {
        NUMBERS.forEach(name -> table.addResultColumn(name, DuckDBColumnType.BIGINT));
        TEXTS.forEach(name -> table.addResultColumn(name, DuckDBColumnType.VARCHAR));
        return this;
    }

    @Override
    public Cursor init(DuckDBTableFunctionInitInfo read) {
        // In the order of their ids.
        read.setMaxThreads(1);
        return new Cursor(blocks, firstId, lastId);
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo read, DuckDBDataChunkWriter chunk) {
        Cursor cursor = read.getInitData();
        return cursor.fill(chunk);
    }

    /** One read of the table. */
    static final class Cursor {

        private final List<EntryBlock> blocks;
        private final long lastId;
        private final EntryView view = new EntryView();
        private final byte[][] @Nullable [] texts = new byte[TEXTS.size()][][];
        private int blockIndex;
        private long nextId;

        private Cursor(List<EntryBlock> blocks, long firstId, long lastId) {
            this.blocks = blocks;
            this.nextId = firstId;
            this.lastId = lastId;
        }

        /** Fills a chunk with the next rows and says how many there were. */
        private int fill(DuckDBDataChunkWriter chunk) {
            int capacity = (int) Math.min(chunk.capacity(), lastId + 1 - nextId);
            for (int column = 0; column < texts.length; column++) {
                texts[column] = new byte[capacity][];
            }
            DuckDBWritableVector[] numbers = new DuckDBWritableVector[NUMBERS.size()];
            Arrays.setAll(numbers, chunk::vector);
            int row = 0;
            int bytes = 0;
            while (row < capacity && bytes < CHUNK_BYTES) {
                EntryBlock block = blocks.get(blockIndex);
                if (nextId > block.lastId()) {
                    blockIndex++;
                } else {
                    view.at(block, block.indexOf(nextId++));
                    numbers[CREATED_AT].setLong(row, block.createdAt());
                    bytes += row(numbers, row++);
                }
            }
            for (int column = 0; column < texts.length && row > 0; column++) {
                byte[] @Nullable [] text = texts[column];
                chunk.vector(FIRST_TEXT + column)
                        .setStringUtf8Batch(0, row == capacity ? text : Arrays.copyOf(text, row));
            }
            return row;
        }

        /** Takes over the entry that the view is at, and says how many bytes it has. */
        private int row(DuckDBWritableVector[] numbers, int row) {
            numbers[ID].setLong(row, view.id());
            numbers[TIMESTAMP].setLong(row, view.timestamp());
            numbers[LEVEL].setLong(row, view.level().severity());
            view.userId().ifPresentOrElse(id -> numbers[USER_ID].setLong(row, id), () -> numbers[USER_ID].setNull(row));
            texts[0][row] = view.serviceText();
            texts[1][row] = view.messageText();
            texts[2][row] = view.tagsJson();
            texts[3][row] = view.metadataJson();
            texts[4][row] = view.traceIdText();
            texts[5][row] = view.spanIdText();
            return view.end() - view.bodyStart();
        }
    }
}
