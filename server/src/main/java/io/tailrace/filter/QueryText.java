package io.tailrace.filter;

import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Rfc3339;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The canonical query text of filters: equal filters have the same text, and reading the text gives the filter again.
 * Holds no state.
 */
public final class QueryText {

    private QueryText() {}

    /** A query that says this filter. */
    public static String of(Filter filter) {
        return switch (filter) {
            case Filter.Everything() -> "*";
            case Filter.Nothing() -> "NOT *";
            case Filter.And(List<Filter> parts) -> joined(parts, " AND ");
            case Filter.Or(List<Filter> parts) -> joined(parts, " OR ");
            case Filter.Not(Filter part) -> "NOT " + grouped(part);
            case Filter.ServiceIn(List<Literal> services) ->
                choice(
                        "service",
                        services.stream()
                                .map(Literal::text)
                                .map(QueryText::quoted)
                                .toList());
            case Filter.LevelIn(Set<Level> levels) ->
                choice("level", levels.stream().map(Level::text).toList());
            case Filter.Tagged() -> "tags:*";
            case Filter.HasTag(Literal tag) -> "tags:" + quoted(tag.text());
            case Filter.HasTagLike(Wildcard pattern) -> "tags:" + pattern;
            case Filter.Says(FoldedText text) -> quoted(text.folded());
            case Filter.SaysLike(Wildcard pattern) -> noRegex(pattern);
            case Filter.MessageContains(FoldedText text) -> "message:" + quoted(text.folded());
            case Filter.MessageLike(Wildcard pattern) -> "message:" + noRegex(pattern);
            case Filter.MessageMatches(MessageRegex regex) -> "message:/" + regex + "/";
            case Filter.MessageOf(MessagePattern pattern) -> "pattern:" + quoted(pattern.text());
            case Filter.UserIdIs user -> "user_id:" + user.userId();
            case Filter.TraceIdIs(Literal traceId) -> "trace_id:" + quoted(traceId.text());
            case Filter.SpanIdIs(Literal spanId) -> "span_id:" + quoted(spanId.text());
            case Filter.Present(TextPart part) -> part.text() + ":*";
            case Filter.Like(TextPart part, Wildcard pattern) -> part.text() + ":" + pattern;
            case Filter.AtLeast(NumberPart part, long least) -> part.text() + ">=" + least;
            case Filter.AtMost(NumberPart part, long most) -> part.text() + "<=" + most;
            case Filter.TimestampFrom(long micros) -> "timestamp>=" + Rfc3339.format(micros);
            case Filter.TimestampBefore(long micros) -> "timestamp<" + Rfc3339.format(micros);
            case Filter.MetadataPresent(MetadataPath path) -> field(path) + ":*";
            case Filter.MetadataIs(MetadataPath path, Literal value) -> field(path) + ":" + quoted(value.text());
            case Filter.MetadataLike(MetadataPath path, Wildcard pattern) -> field(path) + ":" + pattern;
            case Filter.MetadataCompared(MetadataPath path, ComparedNumber(Comparison comparison, Decimal number)) ->
                field(path) + comparison.sign() + number;
        };
    }

    /** Where it begins with a slash, a backslash says that no regular expression does. */
    private static String noRegex(Wildcard pattern) {
        String text = pattern.toString();
        return text.startsWith("/") ? "\\" + text : text;
    }

    private static String joined(List<Filter> parts, String word) {
        return parts.stream().map(QueryText::grouped).collect(Collectors.joining(word));
    }

    /** In parentheses where the filter has parts of its own. */
    private static String grouped(Filter filter) {
        boolean parts = filter instanceof Filter.And || filter instanceof Filter.Or;
        return parts || filter instanceof Filter.Nothing ? "(" + of(filter) + ")" : of(filter);
    }

    private static String choice(String field, List<String> values) {
        return values.size() == 1 ? field + ":" + values.getFirst() : field + ":(" + String.join(" OR ", values) + ")";
    }

    /** A condition on one field. */
    public static String condition(String field, String sign, String value) {
        return field + sign + quoted(value);
    }

    /** The name of the field that leads to a value of the metadata. */
    public static String field(MetadataPath path) {
        return path.keys().stream()
                .map(key -> isBareKey(key) ? key : quoted(key))
                .collect(Collectors.joining(".", QueryField.METADATA + ".", ""));
    }

    private static boolean isBareKey(String key) {
        return !key.isEmpty()
                && key.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '-');
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
