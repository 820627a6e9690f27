package io.tailrace.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.entry.EntryBlock;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FilterException;
import io.tailrace.filter.FilterKeys;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.QueryParser;
import io.tailrace.filter.QueryText;
import io.tailrace.filter.Wildcard;
import io.tailrace.log.RunningQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** That a filter means the same in memory and in the archive. */
final class FilterAgreementTest {

    private static @Nullable StoredEntries shared;

    @BeforeContainer
    static void open() throws IOException {
        shared = StoredEntries.inMemory();
        stored().store(1, new HardEntries(1).entries(500));
    }

    @AfterContainer
    static void close() throws IOException {
        stored().close();
    }

    private static StoredEntries stored() {
        if (shared == null) {
            throw new IllegalStateException("not opened");
        }
        return shared;
    }

    @Property(tries = 100)
    void memoryAndArchiveMatchTheSameEntries(@ForAll long seed) throws FilterException {
        Map<String, List<String>> keys = new HardEntries(seed).filterKeys();
        Filter filter = FilterKeys.of(keys).filter();
        StoredEntries stored = stored();
        long last = stored.archive().lastId();
        List<Long> inMemory = stored.matching(filter, 0, last);

        assertThat(stored.archived(filter, 0, last)).as("%s", keys).isEqualTo(inMemory);
        assertThat(stored.archive().count(filter, 0, last, new RunningQuery())).isEqualTo(inMemory.size());
    }

    /** Ten queries a try, so 10,000 in all: they are asked together, and the first also as streams ask. */
    @Property(tries = 1000)
    void memoryAndArchiveAnswerQueriesTheSame(@ForAll long seed) throws FilterException {
        HardQueries hard = new HardQueries(seed);
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String query = hard.query();
            Filter filter = QueryParser.parse(query);
            filters.add(filter);
            assertThat(QueryParser.parse(QueryText.of(filter))).as(query).isEqualTo(filter);
        }
        long last = stored().archive().lastId();
        List<List<Long>> holding = stored().holding(filters, last);
        for (int i = 0; i < filters.size(); i++) {
            assertThat(holding.get(i))
                    .as(QueryText.of(filters.get(i)))
                    .isEqualTo(stored().matching(filters.get(i), 0, last));
        }
        assertThat(stored().archived(filters.getFirst(), 0, last)).isEqualTo(holding.getFirst());
    }

    /** Each code point alone, so that no difference between the two tables of cases hides. */
    @Example
    void everyCharacterIsFoldedTheSame() throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT point, unicode(lower(chr(point::INTEGER)))"
                        + " FROM range(1, 1114112) points(point) WHERE point NOT BETWEEN 55296 AND 57343")) {
            while (rows.next()) {
                int point = rows.getInt(1);
                int lower = FoldedText.of(Character.toString(point)).folded().codePointAt(0);
                if (rows.getInt(2) != lower) {
                    differences.add("U+%04X: archive U+%04X, memory U+%04X".formatted(point, rows.getInt(2), lower));
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /** With many texts the database folds row by row, in another way. */
    @Property(tries = 200)
    void memoryAndArchiveMatchTheSameEntriesWithManyTexts(@ForAll long seed) throws FilterException {
        List<Filter> texts = new ArrayList<>();
        for (long next = seed; texts.size() <= FilterSql.MAX_FOLDED_AT_ONCE; next++) {
            List<String> sought = new HardEntries(next).filterKeys().getOrDefault("search", List.of());
            for (String text : sought) {
                texts.add(new Filter.Says(FoldedText.of(text)));
                texts.add(new Filter.SaysLike(Wildcard.folded(text + "*")));
                texts.add(new Filter.MessageContains(FoldedText.of(text)));
                texts.add(new Filter.MessageLike(Wildcard.folded("*" + text + "*")));
            }
        }
        Filter any = new Filter.Or(texts);
        long last = stored().archive().lastId();
        for (Filter filter : List.of(any, new Filter.And(List.of(any, texts.getFirst())), new Filter.Not(any))) {
            assertThat(stored().archived(filter, 0, last))
                    .as("%s", texts)
                    .isEqualTo(stored().matching(filter, 0, last));
        }
    }

    /** A folded vector for each text is memory that the database's limit does not know of. */
    @Example
    void manyTextsAreFoldedRowByRow() {
        assertThat(FilterSql.of(texts(FilterSql.MAX_FOLDED_AT_ONCE)).condition())
                .contains("lower(message)")
                .doesNotContain("ILIKE");
        assertThat(FilterSql.of(texts(FilterSql.MAX_FOLDED_AT_ONCE + 1)).condition())
                .contains("message ILIKE")
                .doesNotContain("lower(");
        assertThat(FilterSql.of(new Filter.Not(texts(200))).condition()).doesNotContain("lower(");
    }

    private static Filter texts(int count) {
        List<Filter> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(
                    i % 2 == 0
                            ? new Filter.MessageContains(FoldedText.of("word" + i))
                            : new Filter.MessageLike(Wildcard.folded("wo*d" + i)));
        }
        return new Filter.And(texts);
    }

    /** A word is looked for in messages and in metadata. */
    @Example
    void aWordAnywhereCountsTwice() {
        List<Filter> words = new ArrayList<>();
        for (int i = 0; 2 * i < FilterSql.MAX_FOLDED_AT_ONCE; i++) {
            words.add(new Filter.Says(FoldedText.of("word" + i)));
        }
        assertThat(FilterSql.of(new Filter.Or(words)).condition()).doesNotContain("ILIKE");
        words.add(new Filter.SaysLike(Wildcard.folded("wo*d")));
        assertThat(FilterSql.of(new Filter.Or(words)).condition()).doesNotContain("lower(");
    }

    @Example
    void everyFilterFindsTheEntryItWasMadeFrom() throws IOException, FilterException {
        StoredEntries stored = stored();
        EntryBlock block = stored.store(
                2,
                List.of("{\"service\":\"a,b\",\"level\":\"error\",\"message\":\"100%_\\\\d it's\",\"tags\":[\"x'y\"],"
                        + "\"user_id\":-9223372036854775808,\"trace_id\":\"t\\u0000\",\"span_id\":\"é\"}"));
        for (Map.Entry<String, String> key : Map.of(
                        "level", "err",
                        "min_level", "error",
                        "tags", "x'y",
                        "search", "100%_\\D IT'S",
                        "user_id", "-9223372036854775808",
                        "trace_id", "t\u0000",
                        "span_id", "é")
                .entrySet()) {
            Filter filter =
                    FilterKeys.of(Map.of(key.getKey(), List.of(key.getValue()))).filter();
            assertThat(stored.matching(filter, block.firstId() - 1, block.lastId()))
                    .as("%s in memory", key)
                    .hasSize(1);
            assertThat(stored.archived(filter, block.firstId() - 1, block.lastId()))
                    .as("%s in the archive", key)
                    .hasSize(1);
        }
    }
}
