package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A filter of which one condition, in its query or its text to search for, may be said otherwise: for a filter that matches
 * nothing because it looks in the wrong place. Only conditions that every entry must meet are taken for that. Immutable.
 */
public final class Rewording {

    private static final String QUERY = "q";
    private static final String SEARCH = "search";

    private final Filter condition;
    private final Filter others;
    private final Filter othersOfQuery;

    private Rewording(Filter condition, Filter others, Filter othersOfQuery) {
        this.condition = condition;
        this.others = others;
        this.othersOfQuery = othersOfQuery;
    }

    /** One for each condition. */
    public static List<Rewording> of(FilterKeys keys) {
        try {
            Filter beside = keys.without(Set.of(QUERY, SEARCH)).filter();
            List<Filter> conditions = new ArrayList<>();
            Optional<String> search = keys.value(SEARCH);
            search.ifPresent(text -> conditions.add(new Filter.MessageContains(FoldedText.of(text))));
            conditions.addAll(parts(QueryParser.parse(keys.value(QUERY).orElse(""))));
            List<Rewording> rewordings = new ArrayList<>();
            for (int i = 0; i < conditions.size(); i++) {
                List<Filter> left = new ArrayList<>(conditions);
                left.remove(i);
                Filter rest = Combination.all(left);
                rewordings.add(new Rewording(conditions.get(i), Combination.all(List.of(beside, rest)), rest));
            }
            return rewordings;
        } catch (FilterException impossible) {
            throw new IllegalStateException("what was read before is read again", impossible);
        }
    }

    private static List<Filter> parts(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) -> parts;
            case Filter.Everything() -> List.of();
            default -> List.of(filter);
        };
    }

    /** The text that the condition looks for in one place only; empty if it looks for none, or everywhere. */
    public Optional<String> text() {
        String text = switch (condition) {
            case Filter.MessageContains(FoldedText wanted) -> wanted.folded();
            case Filter.MetadataIs(MetadataPath _, Literal value) -> value.text();
            case Filter.HasTag(Literal tag) -> tag.text();
            case Filter.ServiceIn(List<Literal> services)
            when services.size() == 1 -> services.getFirst().text();
            case Filter.TraceIdIs(Literal traceId) -> traceId.text();
            case Filter.SpanIdIs(Literal spanId) -> spanId.text();
            case Filter.UserIdIs(long _, Literal digits) -> digits.text();
            default -> "";
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Whether the text is one to find, and not one to be equal to. */
    public boolean isWord() {
        return condition instanceof Filter.MessageContains;
    }

    /** Where in the metadata the condition looks; empty if it looks elsewhere. */
    public Optional<MetadataPath> path() {
        return switch (condition) {
            case Filter.MetadataIs(MetadataPath path, Literal _) -> Optional.of(path);
            case Filter.MetadataCompared(MetadataPath path, ComparedNumber _) -> Optional.of(path);
            case Filter.MetadataLike(MetadataPath path, Wildcard _) -> Optional.of(path);
            case Filter.MetadataPresent(MetadataPath path) -> Optional.of(path);
            default -> Optional.empty();
        };
    }

    /** The condition, which asks the metadata, asked of another field; empty if that cannot be asked so. */
    public Optional<Filter> askedOf(String field) {
        String asked = switch (condition) {
            case Filter.MetadataIs(MetadataPath _, Literal value) -> QueryText.condition(field, ":", value.text());
            case Filter.MetadataCompared(MetadataPath _, ComparedNumber(Comparison comparison, Decimal number)) ->
                QueryText.condition(field, comparison.sign(), number.toString());
            case Filter.MetadataLike(MetadataPath _, Wildcard pattern) -> field + ":" + pattern;
            default -> field + ":*";
        };
        return parsed(asked);
    }

    /** Whether a field has a value; empty if there is no such field. */
    public static Optional<Filter> is(String field, String value) {
        return parsed(QueryText.condition(field, ":", value));
    }

    private static Optional<Filter> parsed(String query) {
        try {
            return Optional.of(QueryParser.parse(query));
        } catch (FilterException notAsked) {
            return Optional.empty();
        }
    }

    /** The whole filter with another condition in place of this one. */
    public Filter filter(Filter instead) {
        return Combination.all(List.of(others, instead));
    }

    /** The query with another condition in place of this one, which may have been the text to search for. */
    public String query(Filter instead) {
        return QueryText.of(Combination.all(List.of(othersOfQuery, instead)));
    }
}
