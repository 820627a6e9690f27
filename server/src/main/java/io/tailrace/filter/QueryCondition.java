package io.tailrace.filter;

import io.tailrace.entry.Level;
import io.tailrace.entry.MetadataPath;
import io.tailrace.entry.Rfc3339;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a query says about one field: the rules of each field and its values. Holds no state. */
final class QueryCondition {

    private static final Filter EVERYTHING = new Filter.Everything();
    private static final Filter NOTHING = new Filter.Nothing();

    private QueryCondition() {}

    /** {@code field:value}. */
    static Filter is(QueryField field, QueryValue value) throws QuerySyntaxException {
        return switch (field) {
            case QueryField.Metadata(MetadataPath path) -> metadata(path, value);
            case QueryField.Column.SERVICE -> service(value);
            case QueryField.Column.LEVEL -> level(value);
            case QueryField.Column.MESSAGE -> message(value);
            case QueryField.Column.PATTERN -> pattern(value);
            case QueryField.Column.TAGS -> tags(value);
            case QueryField.Column.USER_ID -> userId(value);
            case QueryField.Column.TRACE_ID ->
                value.isWildcard() ? like(TextPart.TRACE_ID, value) : new Filter.TraceIdIs(Literal.of(value.text()));
            case QueryField.Column.SPAN_ID ->
                value.isWildcard() ? like(TextPart.SPAN_ID, value) : new Filter.SpanIdIs(Literal.of(value.text()));
            case QueryField.Column.TIMESTAMP -> timestamp(value);
            case QueryField.Column.ID -> id(value);
        };
    }

    /** {@code field>=value} and the like; {@code at} is where the sign stands. */
    static Filter compared(QueryField field, Comparison comparison, QueryValue value, int at)
            throws QuerySyntaxException {
        return switch (field) {
            case QueryField.Metadata(MetadataPath path) ->
                Decimal.parse(value.text())
                        .map(number -> new ComparedNumber(comparison, number))
                        .<Filter>map(number -> new Filter.MetadataCompared(path, number))
                        .orElse(NOTHING);
            case QueryField.Column.LEVEL -> levels(comparison, value);
            case QueryField.Column.TIMESTAMP -> timestamps(comparison, time(value));
            case QueryField.Column.ID -> numbers(NumberPart.ID, comparison, integer(QueryField.Column.ID, value));
            case QueryField.Column.USER_ID ->
                numbers(NumberPart.USER_ID, comparison, integer(QueryField.Column.USER_ID, value));
            default ->
                throw new QuerySyntaxException(
                        at,
                        "expected \":\" behind " + field.text() + ", found \"" + comparison.sign()
                                + "\"; only level, timestamp, id, user_id and metadata can be compared by size");
        };
    }

    /** A text that the message or a detail contains or, with a star, is like. */
    static Filter anywhere(QueryValue value) {
        if (value.isWildcard()) {
            Wildcard pattern = Wildcard.folded(value.text());
            return pattern.isStarAlone() ? EVERYTHING : new Filter.SaysLike(pattern);
        }
        return value.text().isEmpty() ? EVERYTHING : new Filter.Says(FoldedText.of(value.text()));
    }

    /** A text that the message contains or, with a star, is like. */
    private static Filter message(QueryValue value) {
        if (value.isWildcard()) {
            Wildcard pattern = Wildcard.folded(value.text());
            return pattern.isStarAlone() ? EVERYTHING : new Filter.MessageLike(pattern);
        }
        return value.text().isEmpty() ? EVERYTHING : new Filter.MessageContains(FoldedText.of(value.text()));
    }

    private static Filter pattern(QueryValue value) {
        return isStar(value) ? EVERYTHING : new Filter.MessageOf(MessagePattern.of(value.text()));
    }

    private static Filter service(QueryValue value) {
        if (!value.isWildcard()) {
            return new Filter.ServiceIn(List.of(Literal.of(value.text())));
        }
        Wildcard pattern = Wildcard.of(value.text());
        return pattern.isStarAlone() ? EVERYTHING : new Filter.Like(TextPart.SERVICE, pattern);
    }

    private static Filter level(QueryValue value) throws QuerySyntaxException {
        if (!value.isWildcard()) {
            return new Filter.LevelIn(Set.of(named(value)));
        }
        Wildcard pattern = Wildcard.of(value.text().toLowerCase(Locale.ROOT));
        Set<Level> levels = Arrays.stream(Level.values())
                .filter(level -> pattern.matches(level.text()))
                .collect(Collectors.toSet());
        if (levels.isEmpty()) {
            throw value.refused(
                    "expected a level, or a pattern of one of " + Level.NAMES + ", found \"" + value.shown() + "\"");
        }
        return Combination.levels(levels);
    }

    private static Level named(QueryValue value) throws QuerySyntaxException {
        Optional<Level> level = Level.parse(value.text());
        if (level.isEmpty()) {
            throw value.refused("expected a level, one of " + Level.NAMES + ", found \"" + value.shown() + "\"");
        }
        return level.get();
    }

    private static Filter levels(Comparison comparison, QueryValue value) throws QuerySyntaxException {
        Level bound = named(value);
        return Combination.levels(Arrays.stream(Level.values())
                .filter(level -> comparison.holds(level.compareTo(bound)))
                .collect(Collectors.toSet()));
    }

    private static Filter tags(QueryValue value) {
        if (!value.isWildcard()) {
            return new Filter.HasTag(Literal.of(value.text()));
        }
        Wildcard pattern = Wildcard.of(value.text());
        return pattern.isStarAlone() ? new Filter.Tagged() : new Filter.HasTagLike(pattern);
    }

    private static Filter userId(QueryValue value) throws QuerySyntaxException {
        return value.isWildcard()
                ? like(TextPart.USER_ID, value)
                : new Filter.UserIdIs(integer(QueryField.Column.USER_ID, value));
    }

    private static Filter like(TextPart part, QueryValue value) {
        Wildcard pattern = Wildcard.of(value.text());
        return pattern.isStarAlone() ? new Filter.Present(part) : new Filter.Like(part, pattern);
    }

    private static Filter id(QueryValue value) throws QuerySyntaxException {
        if (isStar(value)) {
            return EVERYTHING;
        }
        long id = integer(QueryField.Column.ID, value);
        return Combination.all(List.of(new Filter.AtLeast(NumberPart.ID, id), new Filter.AtMost(NumberPart.ID, id)));
    }

    private static Filter timestamp(QueryValue value) throws QuerySyntaxException {
        if (isStar(value)) {
            return EVERYTHING;
        }
        long micros = time(value);
        return Combination.all(List.of(new Filter.TimestampFrom(micros), Combination.not(after(micros))));
    }

    private static boolean isStar(QueryValue value) {
        return value.isWildcard() && Wildcard.of(value.text()).isStarAlone();
    }

    private static Filter metadata(MetadataPath path, QueryValue value) {
        if (!value.isWildcard()) {
            return new Filter.MetadataIs(path, Literal.of(value.text()));
        }
        Wildcard pattern = Wildcard.of(value.text());
        return pattern.isStarAlone() ? new Filter.MetadataPresent(path) : new Filter.MetadataLike(path, pattern);
    }

    private static Filter timestamps(Comparison comparison, long micros) {
        return switch (comparison) {
            case ABOVE -> after(micros);
            case AT_LEAST -> new Filter.TimestampFrom(micros);
            case BELOW -> new Filter.TimestampBefore(micros);
            case AT_MOST -> Combination.not(after(micros));
        };
    }

    private static Filter after(long micros) {
        return Rfc3339.isWritable(micros + 1) ? new Filter.TimestampFrom(micros + 1) : NOTHING;
    }

    private static Filter numbers(NumberPart part, Comparison comparison, long bound) {
        return switch (comparison) {
            case ABOVE -> bound == Long.MAX_VALUE ? NOTHING : new Filter.AtLeast(part, bound + 1);
            case AT_LEAST -> new Filter.AtLeast(part, bound);
            case BELOW -> bound == Long.MIN_VALUE ? NOTHING : new Filter.AtMost(part, bound - 1);
            case AT_MOST -> new Filter.AtMost(part, bound);
        };
    }

    private static long time(QueryValue value) throws QuerySyntaxException {
        OptionalLong micros = Rfc3339.parse(value.text());
        if (micros.isEmpty()) {
            throw value.refused(
                    "expected a time like 2026-11-22T10:00:00Z (RFC 3339), found \"" + value.shown() + "\"");
        }
        return micros.getAsLong();
    }

    /** A whole number, however it is written: {@code 7.0} is one. */
    private static long integer(QueryField field, QueryValue value) throws QuerySyntaxException {
        Optional<String> digits = Decimal.parse(value.text()).flatMap(Decimal::wholeNumber);
        if (digits.isEmpty()) {
            throw value.refused("expected an integer for " + field.text() + ", found \"" + value.shown() + "\"");
        }
        try {
            return Long.parseLong(digits.get());
        } catch (NumberFormatException beyondLong) {
            throw value.refused(field.text() + " is a number of at most 64 bits, found \"" + value.shown() + "\"");
        }
    }
}
