package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * About how many bytes of memory filters take, rather too many than too few, and where in them the costly parts are. Holds
 * no state.
 */
final class FilterSize {

    /** A filter's own object, with its place in a list. */
    private static final int PART_BYTES = 64;

    /** What a text is kept in: as a string, as bytes to compare, and with the table to find it by. */
    private static final int TEXT_BYTES = 160;

    private static final int CHARACTER_BYTES = 11;

    private FilterSize() {}

    /** What a filter takes without its regular expressions. */
    static long of(Filter filter) {
        long inIt = switch (filter) {
            case Filter.And(List<Filter> parts) -> ofAll(parts);
            case Filter.Or(List<Filter> parts) -> ofAll(parts);
            case Filter.Not(Filter part) -> of(part);
            case Filter.ServiceIn(List<Literal> services) ->
                texts(services.stream().map(Literal::text).toList());
            case Filter.HasTag(Literal tag) -> text(tag.text());
            case Filter.HasTagLike(Wildcard pattern) -> pattern(pattern);
            case Filter.Says(FoldedText text) -> 2 * text(text.folded());
            case Filter.SaysLike(Wildcard pattern) -> pattern(pattern);
            case Filter.MessageOf(MessagePattern pattern) -> 2 * text(pattern.text());
            case Filter.MessageContains(FoldedText text) -> 2 * text(text.folded());
            case Filter.MessageLike(Wildcard pattern) -> pattern(pattern);
            case Filter.UserIdIs(long _, Literal digits) -> text(digits.text());
            case Filter.TraceIdIs(Literal traceId) -> text(traceId.text());
            case Filter.SpanIdIs(Literal spanId) -> text(spanId.text());
            case Filter.Like(TextPart _, Wildcard pattern) -> pattern(pattern);
            case Filter.MetadataPresent(MetadataPath path) -> texts(path.keys());
            case Filter.MetadataIs(MetadataPath path, Literal value) -> texts(path.keys()) + text(value.text());
            case Filter.MetadataLike(MetadataPath path, Wildcard pattern) -> texts(path.keys()) + pattern(pattern);
            case Filter.MetadataCompared(MetadataPath path, ComparedNumber number) ->
                texts(path.keys()) + text(number.number().toString());
            case Filter.MessageMatches _, Filter.Everything _, Filter.Nothing _, Filter.LevelIn _ -> 0;
            case Filter.Tagged _, Filter.Present _, Filter.AtLeast _, Filter.AtMost _ -> 0;
            case Filter.TimestampFrom _, Filter.TimestampBefore _ -> 0;
        };
        return PART_BYTES + inIt;
    }

    private static long ofAll(List<Filter> parts) {
        return parts.stream().mapToLong(FilterSize::of).sum();
    }

    private static long pattern(Wildcard pattern) {
        return texts(pattern.pieces()) + text(pattern.longest());
    }

    static long texts(Collection<String> texts) {
        return texts.stream().mapToLong(FilterSize::text).sum();
    }

    private static long text(String text) {
        return TEXT_BYTES + (long) CHARACTER_BYTES * text.length();
    }

    /** Adds a filter's regular expressions to these. */
    static void collectRegexes(Filter filter, Set<MessageRegex> regexes) {
        switch (filter) {
            case Filter.And(List<Filter> parts) -> parts.forEach(part -> collectRegexes(part, regexes));
            case Filter.Or(List<Filter> parts) -> parts.forEach(part -> collectRegexes(part, regexes));
            case Filter.Not(Filter part) -> collectRegexes(part, regexes);
            case Filter.MessageMatches(MessageRegex regex) -> regexes.add(regex);
            default -> {}
        }
    }
}
