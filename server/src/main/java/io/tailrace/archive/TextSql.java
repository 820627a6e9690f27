package io.tailrace.archive;

import static io.tailrace.archive.SqlCondition.LIKE;
import static io.tailrace.archive.SqlCondition.escaped;
import static io.tailrace.archive.SqlCondition.guarded;
import static io.tailrace.archive.SqlCondition.with;

import io.tailrace.entry.ColourCodes;
import io.tailrace.entry.JsonBuffer;
import io.tailrace.filter.FoldedText;
import io.tailrace.filter.MessagePattern;
import io.tailrace.filter.MessageRegex;
import io.tailrace.filter.Wildcard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What filters ask of texts, ignoring case, as SQL: of messages, and of all that an entry says. Holds no state.
 *
 * @param byRow whether each text is folded for itself, with the same tables as {@code lower}. That is slower than to search in
 *     many texts that were folded at once, but holds none of them in memory
 */
record TextSql(boolean byRow) {

    private static final SqlCondition COLOURED = with("contains(message, chr(27))");

    /** The message as filters see it, without colours. */
    private static final String PLAIN = "regexp_replace(message, '" + ColourCodes.REGEX + "', '', 'g')";

    private static final String FOLDED_LIKE = " ILIKE ? ESCAPE '\\'";

    /** The rest of a string and its quote, or the rest of another value, and what comes behind a value and not a key. */
    private static final String UP_TO_THE_END_OF_A_VALUE = "(?:[^\"\\\\]|\\\\.)*\"?[,}\\]]";

    private static final int LONGEST_IN_REGEX = 40;

    /** Columns of short texts, some of which may be NULL. */
    private static final List<String> SHORT = List.of("service", "trace_id", "span_id");

    /** A question of messages as filters see them. Those without an escape, which are most, pay nothing for the others. */
    private static SqlCondition ofMessage(Function<String, SqlCondition> question) {
        return SqlCondition.any(List.of(
                SqlCondition.all(List.of(question.apply("message"), COLOURED.negated())),
                SqlCondition.all(List.of(COLOURED, question.apply(PLAIN)))));
    }

    SqlCondition messageContains(FoldedText text) {
        return ofMessage(message -> contains(message, text));
    }

    SqlCondition messageLike(Wildcard pattern) {
        return ofMessage(message -> like(message, pattern));
    }

    static SqlCondition messageMatches(MessageRegex regex) {
        return regex.isPortable()
                ? ofMessage(message -> with("regexp_matches(" + message + ", ?)", regex.source()))
                : with(FilterFunctions.REGEX_FOUND + "(message, ?)", regex.source());
    }

    /** To read what varies in a message costs more than to see that it does not hold the pattern's texts. */
    static SqlCondition messageOf(MessagePattern pattern) {
        String longest = pattern.texts().stream()
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        SqlCondition isOf = with(FilterFunctions.MESSAGE_OF + "(message, ?)", pattern.text());
        return longest.isEmpty()
                ? isOf
                : guarded(ofMessage(message -> with("contains(" + message + ", ?)", longest)), isOf);
    }

    /** Anywhere in the entry. */
    SqlCondition says(FoldedText text) {
        String folded = text.folded();
        List<SqlCondition> places = new ArrayList<>();
        SHORT.forEach(column -> places.add(orFalse(contains(column, text))));
        places.add(messageContains(text));
        places.add(anyTag(contains("tag", text)));
        if (folded.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-')) {
            places.add(with("coalesce(contains(user_id::VARCHAR, ?), false)", folded));
        }
        places.add(inMetadata(folded, with(FilterFunctions.METADATA_SAYS + "(metadata, ?)", folded)));
        return SqlCondition.any(places);
    }

    SqlCondition saysLike(Wildcard pattern) {
        List<SqlCondition> places = new ArrayList<>();
        SHORT.forEach(column -> places.add(orFalse(like(column, pattern))));
        places.add(messageLike(pattern));
        places.add(anyTag(like("tag", pattern)));
        places.add(orFalse(like("user_id::VARCHAR", pattern)));
        places.add(inMetadata(
                pattern.longest(), with(FilterFunctions.METADATA_SAYS_LIKE + "(metadata, ?)", pattern.toString())));
        return SqlCondition.any(places);
    }

    /** Asks only metadata that holds a text, and where it is not long, holds it in more than keys. */
    private SqlCondition inMetadata(String folded, SqlCondition condition) {
        String inJson = inJson(folded);
        SqlCondition holds = contains("metadata", FoldedText.of(inJson));
        return byRow || inJson.length() > LONGEST_IN_REGEX
                ? guarded(holds, condition)
                : guarded(
                        holds,
                        guarded(
                                with(
                                        "regexp_matches(lower(metadata), ?)",
                                        MetadataSql.literally(inJson) + UP_TO_THE_END_OF_A_VALUE),
                                condition));
    }

    /** As a string in JSON holds a text. */
    private static String inJson(String text) {
        String quoted = new JsonBuffer(text.length() + 2).string(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private static SqlCondition orFalse(SqlCondition condition) {
        return new SqlCondition("coalesce(" + condition.condition() + ", false)", condition.parameters());
    }

    private static SqlCondition anyTag(SqlCondition tag) {
        return new SqlCondition("len(list_filter(tags, lambda tag: " + tag.condition() + ")) > 0", tag.parameters());
    }

    /** To fold a text costs more than to search it, so only those are folded that hold the part that has no case. */
    private SqlCondition contains(String column, FoldedText text) {
        String caseless = text.caseless();
        if (caseless.length() == text.folded().length()) {
            return with("contains(" + column + ", ?)", caseless);
        }
        SqlCondition found = byRow
                ? with(column + FOLDED_LIKE, "%" + escaped(text.folded()) + "%")
                : with("contains(lower(" + column + "), ?)", text.folded());
        return caseless.length() < 2 ? found : guarded(with("contains(" + column + ", ?)", caseless), found);
    }

    private SqlCondition like(String column, Wildcard pattern) {
        return with(byRow ? column + FOLDED_LIKE : "lower(" + column + ")" + LIKE, like(pattern));
    }

    /** The pattern for LIKE. */
    static String like(Wildcard wildcard) {
        return wildcard.pieces().stream().map(SqlCondition::escaped).collect(Collectors.joining("%"));
    }
}
