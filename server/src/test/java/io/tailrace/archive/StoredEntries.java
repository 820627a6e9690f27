package io.tailrace.archive;

import io.micrometer.core.instrument.MeterRegistry;
import io.tailrace.entry.Drafts;
import io.tailrace.entry.EntryBlock;
import io.tailrace.entry.EntryView;
import io.tailrace.fault.Faults;
import io.tailrace.filter.Filter;
import io.tailrace.log.Durability;
import io.tailrace.log.Entries;
import io.tailrace.log.EventLog;
import io.tailrace.log.FileJournal;
import io.tailrace.log.LogLimits;
import io.tailrace.log.RunningQuery;
import io.tailrace.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An archive with what a test put into it, and the same entries in memory. Belongs to the test's thread. */
final class StoredEntries implements AutoCloseable {

    /** How many reads for streams may run at once. */
    static final int READERS = 2;

    private final Path temporary;
    private final DuckDbArchive archive;
    private final ArchiveConnections connections;
    private final List<EntryBlock> blocks = new ArrayList<>();

    private StoredEntries(Path temporary, DuckDbArchive archive) {
        this.temporary = temporary;
        this.archive = archive;
        connections = archive.connections(1);
    }

    /** An archive in a file of this directory. */
    static StoredEntries in(Path directory) throws IOException {
        Path temporary = Files.createTempDirectory(directory, "tmp");
        return new StoredEntries(temporary, open(directory.resolve("archive.duckdb"), temporary));
    }

    /** An archive in memory only. */
    static StoredEntries inMemory() throws IOException {
        Path temporary = Files.createTempDirectory("archive");
        return new StoredEntries(temporary, open(Path.of(":memory:"), temporary));
    }

    static DuckDbArchive open(Path file, Path temporary) throws IOException {
        return DuckDbArchive.open(file, temporary, 256L << 20, 1L << 30, READERS);
    }

    /** A log that has not begun, with its journal in this directory and the archive below it. */
    static EventLog log(Path directory, DuckDbArchive archive, LogLimits limits, Faults faults, MeterRegistry meters)
            throws IOException {
        return new EventLog(
                () -> "e1",
                new FileJournal(directory.resolve("journal"), 1 << 20, false, () -> {}),
                archive,
                limits,
                Durability.ASYNC,
                InstantSource.system(),
                faults,
                meters);
    }

    DuckDbArchive archive() {
        return archive;
    }

    /** The id that the next entry gets. */
    long nextId() {
        return archive.lastId() + 1;
    }

    EntryBlock store(long createdAt, List<String> entries) throws IOException {
        return store(createdAt, Entries.drafts(entries));
    }

    EntryBlock store(long createdAt, Drafts drafts) throws IOException {
        EntryBlock block = Entries.block(nextId(), createdAt, drafts);
        archive.store(List.of(block), block.lastId());
        blocks.add(block);
        return block;
    }

    List<EntryBlock> blocks() {
        return blocks;
    }

    /** The ids that match, by the filter's own evaluation. */
    List<Long> matching(Filter filter, long after, long upTo) {
        EntryView view = new EntryView();
        return blocks.stream()
                .flatMapToLong(block -> LongStream.rangeClosed(block.firstId(), block.lastId())
                        .filter(id -> id > after && id <= upTo)
                        .filter(id -> filter.matches(view.at(block, block.indexOf(id)))))
                .boxed()
                .toList();
    }

    /** The ids that the archive says match. */
    List<Long> archived(Filter filter, long after, long upTo) {
        List<Long> ids = new ArrayList<>();
        archive.read(
                filter,
                after,
                upTo,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                (id, _, _, _) -> ids.add(id),
                new RunningQuery());
        return ids;
    }

    /** The ids for which the archive says that a condition holds, for each of the conditions, all asked at once. */
    List<List<Long>> holding(List<Filter> filters, long upTo) {
        List<SqlCondition> conditions = filters.stream().map(FilterSql::of).toList();
        String sql =
                conditions.stream().map(SqlCondition::condition).collect(Collectors.joining(", ", "SELECT id, ", " "))
                        + "FROM entries WHERE id <= ? ORDER BY id";
        return connections.use(new RunningQuery(), new Sql().add(sql), statement -> {
            int index = 1;
            for (SqlCondition condition : conditions) {
                index = condition.bind(statement, index);
            }
            statement.setLong(index, upTo);
            List<List<Long>> holding = new ArrayList<>();
            filters.forEach(_ -> holding.add(new ArrayList<>()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    for (int i = 0; i < holding.size(); i++) {
                        boolean holds = rows.getBoolean(i + 2);
                        if (rows.wasNull()) {
                            throw new AssertionError("neither true nor false: " + conditions.get(i));
                        }
                        if (holds) {
                            holding.get(i).add(rows.getLong(1));
                        }
                    }
                }
            }
            return holding;
        });
    }

    /** What the archive gives back for the entries of a block, token by token. */
    List<List<String>> readBack(EntryBlock block) {
        List<List<String>> trees = new ArrayList<>();
        archive.read(
                new Filter.Everything(),
                block.firstId() - 1,
                block.lastId(),
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                (_, bytes, start, end) -> trees.add(Json.exactly(Arrays.copyOfRange(bytes, start, end))),
                new RunningQuery());
        return trees;
    }

    /** The entries of a block, token by token. */
    static List<List<String>> trees(EntryBlock block) {
        List<List<String>> trees = new ArrayList<>();
        for (int index = 0; index < block.count(); index++) {
            trees.add(Json.exactly(block.json(index)));
        }
        return trees;
    }

    @Override
    public void close() throws IOException {
        archive.close();
        Files.deleteIfExists(temporary);
    }
}
