package io.tailrace.archive;

import static io.tailrace.archive.SqlCondition.LIKE;
import static io.tailrace.archive.SqlCondition.with;

import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.filter.ComparedNumber;
import io.tailrace.filter.Filter;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.Literal;
import io.tailrace.filter.MessagePattern;
import io.tailrace.filter.MessageRegex;
import io.tailrace.filter.NumberPart;
import io.tailrace.filter.TextPart;
import io.tailrace.filter.Wildcard;
import java.util.Collections;
import java.util.List;

/** Filters as SQL conditions over the archive's columns, which match what the filters match in memory. Holds no state. */
final class FilterSql {

    /**
     * With so many texts to find the database folds messages for each of them into memory that its limit does not know of:
     * a few thousand messages for a text. With more, they are folded row by row.
     */
    static final int MAX_FOLDED_AT_ONCE = 8;

    private FilterSql() {}

    static SqlCondition of(Filter filter) {
        return of(filter, new TextSql(foldings(filter) > MAX_FOLDED_AT_ONCE));
    }

    /** In how many columns of long texts it looks for a text. */
    private static int foldings(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) -> foldings(parts);
            case Filter.Or(List<Filter> parts) -> foldings(parts);
            case Filter.Not(Filter part) -> foldings(part);
            case Filter.MessageContains _, Filter.MessageLike _ -> 1;
            case Filter.Says _, Filter.SaysLike _ -> 2;
            default -> 0;
        };
    }

    private static int foldings(List<Filter> parts) {
        return parts.stream().mapToInt(FilterSql::foldings).sum();
    }

    private static SqlCondition of(Filter filter, TextSql texts) {
        return switch (filter) {
            case Filter.Everything() -> with("true");
            case Filter.Nothing() -> with("false");
            case Filter.And(List<Filter> parts) -> SqlCondition.all(all(parts, texts));
            case Filter.Or(List<Filter> parts) -> SqlCondition.any(all(parts, texts));
            case Filter.Not(Filter part) -> of(part, texts).negated();
            case Filter.ServiceIn(List<Literal> services) ->
                in("service", "?", services.stream().map(Literal::text).toList());
            case Filter.LevelIn(var levels) ->
                in("level", "?::log_level", levels.stream().map(Level::text).toList());
            case Filter.Tagged() -> with("len(tags) > 0");
            case Filter.HasTag(Literal tag) -> with("list_contains(tags, ?)", tag.text());
            case Filter.HasTagLike(Wildcard pattern) ->
                with("len(list_filter(tags, lambda tag: tag" + LIKE + ")) > 0", TextSql.like(pattern));
            case Filter.Says(FoldedText text) -> texts.says(text);
            case Filter.SaysLike(Wildcard pattern) -> texts.saysLike(pattern);
            case Filter.MessageContains(FoldedText text) -> texts.messageContains(text);
            case Filter.MessageLike(Wildcard pattern) -> texts.messageLike(pattern);
            case Filter.MessageMatches(MessageRegex regex) -> TextSql.messageMatches(regex);
            case Filter.MessageOf(MessagePattern pattern) -> TextSql.messageOf(pattern);
            case Filter.UserIdIs(long userId, Literal _) -> with("user_id IS NOT DISTINCT FROM ?", userId);
            case Filter.TraceIdIs(Literal traceId) -> with("trace_id IS NOT DISTINCT FROM ?", traceId.text());
            case Filter.SpanIdIs(Literal spanId) -> with("span_id IS NOT DISTINCT FROM ?", spanId.text());
            case Filter.Present(TextPart part) -> with(part.text() + " IS NOT NULL");
            case Filter.Like(TextPart part, Wildcard pattern) ->
                with("coalesce(" + part.text() + "::VARCHAR" + LIKE + ", false)", TextSql.like(pattern));
            case Filter.AtLeast(NumberPart part, long least) ->
                with("coalesce(" + part.text() + " >= ?, false)", least);
            case Filter.AtMost(NumberPart part, long most) -> with("coalesce(" + part.text() + " <= ?, false)", most);
            case Filter.TimestampFrom(long micros) -> with("timestamp >= make_timestamp(?)", micros);
            case Filter.TimestampBefore(long micros) -> with("timestamp < make_timestamp(?)", micros);
            case Filter.MetadataPresent(MetadataPath path) -> MetadataSql.present(path);
            case Filter.MetadataIs(MetadataPath path, Literal value) -> MetadataSql.is(path, value);
            case Filter.MetadataLike(MetadataPath path, Wildcard pattern) -> MetadataSql.like(path, pattern);
            case Filter.MetadataCompared(MetadataPath path, ComparedNumber number) ->
                MetadataSql.compared(path, number);
        };
    }

    private static List<SqlCondition> all(List<Filter> parts, TextSql texts) {
        return parts.stream().map(part -> of(part, texts)).toList();
    }

    private static SqlCondition in(String column, String mark, List<String> values) {
        String marks = String.join(", ", Collections.nCopies(values.size(), mark));
        return new SqlCondition(column + " IN (" + marks + ")", List.copyOf(values));
    }
}
