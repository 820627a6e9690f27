package io.tailrace.archive;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.filter.Comparison;
import io.tailrace.filter.Decimal;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.Literal;
import io.tailrace.filter.MessageRegex;
import io.tailrace.filter.NumberPart;
import io.tailrace.filter.TextPart;
import io.tailrace.filter.Wildcard;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A filter as an SQL condition over the archive's columns, which is true or false but never NULL. What a client said only
 * ever becomes a bound parameter.
 *
 * @param condition with a question mark for each parameter
 * @param parameters in the order of the question marks
 */
record FilterSql(String condition, List<Object> parameters) {

    /** Like a pattern in which every other sign stands for itself. */
    private static final String LIKE = " LIKE ? ESCAPE '\\'";

    /**
     * Its own way of folding, row by row, with the same tables as {@code lower}. Slower for one text, which is searched for
     * in folded messages at once, but holds no folded messages.
     */
    private static final String FOLDED_LIKE = " ILIKE ? ESCAPE '\\'";

    /**
     * With so many texts to find the database folds messages for each of them into memory that its limit does not know of:
     * a few thousand messages for a text. With more, they are folded row by row.
     */
    static final int MAX_FOLDED_AT_ONCE = 8;

    static FilterSql of(Filter filter) {
        return of(filter, foldings(filter) > MAX_FOLDED_AT_ONCE);
    }

    private static int foldings(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) -> foldings(parts);
            case Filter.Or(List<Filter> parts) -> foldings(parts);
            case Filter.Not(Filter part) -> foldings(part);
            case Filter.MessageContains _, Filter.MessageLike _ -> 1;
            default -> 0;
        };
    }

    private static int foldings(List<Filter> parts) {
        return parts.stream().mapToInt(FilterSql::foldings).sum();
    }

    private static FilterSql of(Filter filter, boolean byRow) {
        return switch (filter) {
            case Filter.Everything() -> new FilterSql("true", List.of());
            case Filter.Nothing() -> new FilterSql("false", List.of());
            case Filter.And(List<Filter> parts) -> joined(parts, " AND ", byRow);
            case Filter.Or(List<Filter> parts) -> joined(parts, " OR ", byRow);
            case Filter.Not(Filter part) -> not(of(part, byRow));
            case Filter.ServiceIn(List<Literal> services) ->
                in("service", "?", services.stream().map(Literal::text).toList());
            case Filter.LevelIn(var levels) ->
                in("level", "?::log_level", levels.stream().map(Level::text).toList());
            case Filter.Tagged() -> new FilterSql("len(tags) > 0", List.of());
            case Filter.HasTag(Literal tag) -> with("list_contains(tags, ?)", tag.text());
            case Filter.HasTagLike(Wildcard pattern) ->
                with("len(list_filter(tags, lambda tag: tag" + LIKE + ")) > 0", like(pattern));
            case Filter.MessageContains(FoldedText text) -> messageContains(text, byRow);
            case Filter.MessageLike(Wildcard pattern) ->
                with(byRow ? "message" + FOLDED_LIKE : "lower(message)" + LIKE, like(pattern));
            case Filter.MessageMatches(MessageRegex regex) ->
                with(regex.isPortable() ? "regexp_matches(message, ?)" : "regex_found(message, ?)", regex.source());
            case Filter.UserIdIs(long userId, Literal _) -> with("user_id IS NOT DISTINCT FROM ?", userId);
            case Filter.TraceIdIs(Literal traceId) -> with("trace_id IS NOT DISTINCT FROM ?", traceId.text());
            case Filter.SpanIdIs(Literal spanId) -> with("span_id IS NOT DISTINCT FROM ?", spanId.text());
            case Filter.Present(TextPart part) -> new FilterSql(part.text() + " IS NOT NULL", List.of());
            case Filter.Like(TextPart part, Wildcard pattern) ->
                with("coalesce(" + part.text() + "::VARCHAR" + LIKE + ", false)", like(pattern));
            case Filter.AtLeast(NumberPart part, long least) ->
                with("coalesce(" + part.text() + " >= ?, false)", least);
            case Filter.AtMost(NumberPart part, long most) -> with("coalesce(" + part.text() + " <= ?, false)", most);
            case Filter.TimestampFrom(long micros) -> with("timestamp >= make_timestamp(?)", micros);
            case Filter.TimestampBefore(long micros) -> with("timestamp < make_timestamp(?)", micros);
            case Filter.MetadataPresent(MetadataPath path) ->
                metadata(path, "metadata_text(metadata, ?) IS NOT NULL", path.encoded());
            case Filter.MetadataIs(MetadataPath path, Literal value) -> metadataIs(path, value.text());
            case Filter.MetadataLike(MetadataPath path, Wildcard pattern) ->
                metadata(
                        path, "coalesce(metadata_text(metadata, ?)" + LIKE + ", false)", path.encoded(), like(pattern));
            case Filter.MetadataCompared(MetadataPath path, Comparison comparison, Decimal number) ->
                metadata(
                        path,
                        "metadata_compared(metadata, ?, ?, ?)",
                        path.encoded(),
                        comparison.name(),
                        number.toString());
        };
    }

    private static FilterSql with(String condition, Object... parameters) {
        return new FilterSql(condition, List.of(parameters));
    }

    private static FilterSql in(String column, String mark, List<String> values) {
        String marks = String.join(", ", Collections.nCopies(values.size(), mark));
        return new FilterSql(column + " IN (" + marks + ")", List.copyOf(values));
    }

    private static FilterSql joined(List<Filter> parts, String word, boolean byRow) {
        List<FilterSql> conditions = parts.stream().map(part -> of(part, byRow)).toList();
        return new FilterSql(
                conditions.stream().map(FilterSql::condition).collect(Collectors.joining(word, "(", ")")),
                conditions.stream().flatMap(sql -> sql.parameters.stream()).toList());
    }

    private static FilterSql not(FilterSql sql) {
        return new FilterSql("(NOT " + sql.condition + ")", sql.parameters);
    }

    /** Asks only rows that hold the path's last key, whatever its place: that is cheap to see, and the rest is not. */
    private static FilterSql metadata(MetadataPath path, String condition, Object... parameters) {
        return guarded("contains(metadata, ?)", List.of(path.lastMember()), condition, parameters);
    }

    /** Asks only rows in which the key stands before the value, as a string or as any other JSON. */
    private static FilterSql metadataIs(MetadataPath path, String text) {
        String quoted = new JsonBuffer(text.length() + 2).string(text).toString();
        return guarded(
                "(contains(metadata, ?) OR contains(metadata, ?))",
                List.of(path.lastMember() + quoted, path.lastMember() + text),
                "metadata_is(metadata, ?, ?)",
                path.encoded(),
                text);
    }

    /** To fold a message costs more than to search it, so only those are folded that hold the part that has no case. */
    private static FilterSql messageContains(FoldedText text, boolean byRow) {
        String caseless = text.caseless();
        if (caseless.length() == text.folded().length()) {
            return with("contains(message, ?)", caseless);
        }
        String found = byRow ? "message" + FOLDED_LIKE : "contains(lower(message), ?)";
        String sought = byRow ? "%" + escaped(text.folded()) + "%" : text.folded();
        return caseless.length() < 2
                ? with(found, sought)
                : guarded("contains(message, ?)", List.of(caseless), found, sought);
    }

    private static FilterSql guarded(
            String guard, List<Object> guardParameters, String condition, Object... parameters) {
        return new FilterSql(
                "(CASE WHEN " + guard + " THEN " + condition + " ELSE false END)",
                Stream.concat(guardParameters.stream(), Stream.of(parameters)).toList());
    }

    private static String like(Wildcard wildcard) {
        return wildcard.pieces().stream().map(FilterSql::escaped).collect(Collectors.joining("%"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Binds the parameters from this index on, and says the next one. */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = firstIndex;
        for (Object parameter : parameters) {
            statement.setObject(index++, parameter);
        }
        return index;
    }
}
