package io.tailrace.filter;

import io.tailrace.entry.MetadataPath;
import java.util.ArrayList;
import java.util.List;

/**
 * The parser of the query language {@code q}; docs/QUERY.md has its grammar. It reads from left to right, a method for
 * each rule of the grammar, and stops at the first place that makes no sense. One thread's, for one query.
 */
public final class QueryParser {

    public static final int MAX_LENGTH = 4096;
    public static final int MAX_DEPTH = 32;
    public static final int MAX_TERMS = 200;

    private static final String WORD_ENDS = "()\":<>";
    private static final String VALUE_ENDS = "()\"";

    private final QueryReader reader;
    private final QueryRegexes regexes = new QueryRegexes();
    private int depth;
    private int terms;

    private QueryParser(String query) {
        reader = new QueryReader(query);
    }

    /** What stands where a condition is due: a term, or a value of the field before the parenthesis. */
    private interface Operand {
        Filter read() throws QuerySyntaxException;
    }

    /**
     * Reads a query; a blank one matches everything.
     *
     * @throws FilterException with the position, counted in Unicode characters, at which the query stops making sense
     */
    public static Filter parse(String query) throws FilterException {
        try {
            if (query.length() > MAX_LENGTH) {
                throw new QuerySyntaxException(MAX_LENGTH, "the query is longer than " + MAX_LENGTH + " characters");
            }
            return new QueryParser(query).query();
        } catch (QuerySyntaxException fault) {
            throw new FilterException("bad_query", fault.error(), query.codePointCount(0, fault.at));
        }
    }

    private Filter query() throws QuerySyntaxException {
        reader.skipSpace();
        if (reader.isAtEnd()) {
            return new Filter.Everything();
        }
        Filter filter = alternatives(this::term);
        if (!reader.isAtEnd()) {
            throw reader.expected("a word, a field or the end of the query");
        }
        return filter;
    }

    private Filter alternatives(Operand operand) throws QuerySyntaxException {
        int start = reader.at();
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(sequence(operand));
        } while (reader.takeOperator("OR"));
        Filter filter = Combination.any(parts);
        if (Weight.of(filter) > Weight.MAX) {
            throw new QuerySyntaxException(start, Weight.refusal(filter));
        }
        return filter;
    }

    private Filter sequence(Operand operand) throws QuerySyntaxException {
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(negatable(operand));
            reader.skipSpace();
        } while (reader.takeOperator("AND") || isAtOperand());
        return Combination.all(parts);
    }

    private boolean isAtOperand() {
        return !reader.isAtEnd() && reader.peek() != ')' && !reader.isAtOperator("OR");
    }

    private Filter negatable(Operand operand) throws QuerySyntaxException {
        reader.skipSpace();
        int start = reader.at();
        if (reader.takeOperator("NOT")) {
            return negated(operand, start);
        }
        if (reader.take('-')) {
            if (reader.isAtSpaceOrEnd(0)) {
                throw reader.expected("what - excludes, right behind it (a dash to search for needs quotes)");
            }
            return negated(operand, start);
        }
        if (reader.peek() == '(') {
            return group(operand);
        }
        if (++terms > MAX_TERMS) {
            throw new QuerySyntaxException(start, "the query has more than " + MAX_TERMS + " words and fields");
        }
        return operand.read();
    }

    private Filter negated(Operand operand, int start) throws QuerySyntaxException {
        enter(start);
        Filter filter = Combination.not(negatable(operand));
        depth--;
        return filter;
    }

    private Filter group(Operand operand) throws QuerySyntaxException {
        enter(reader.at());
        reader.take('(');
        Filter filter = alternatives(operand);
        if (!reader.take(')')) {
            throw reader.expected("a closing parenthesis");
        }
        depth--;
        return filter;
    }

    private void enter(int start) throws QuerySyntaxException {
        if (++depth > MAX_DEPTH) {
            throw new QuerySyntaxException(start, "the query is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    private Filter term() throws QuerySyntaxException {
        int start = reader.at();
        if (reader.peek() == '"') {
            QueryValue phrase = new QueryValue(reader.quoted(), QueryValue.Kind.QUOTED, start);
            expectBoundary();
            return QueryCondition.message(phrase);
        }
        if (reader.isAtOperator()) {
            throw reader.expected("a word or a field");
        }
        List<MetadataStep> path = metadataPath();
        String word = path.isEmpty() ? reader.run(WORD_ENDS) : "";
        int end = reader.at();
        reader.skipSpace();
        if (isAtSign()) {
            return path.isEmpty() ? column(word, start) : compared(metadata(path));
        }
        if (!path.isEmpty()) {
            reader.backTo(start);
            word = reader.run(WORD_ENDS);
        } else {
            reader.backTo(end);
        }
        if (word.isEmpty()) {
            throw reader.expected("a word or a field");
        }
        expectBoundary();
        return QueryCondition.message(new QueryValue(word, QueryValue.Kind.BARE, start));
    }

    private boolean isAtSign() {
        char c = reader.peek();
        return c == ':' || c == '<' || c == '>';
    }

    private Filter column(String name, int start) throws QuerySyntaxException {
        if (name.isEmpty()) {
            reader.backTo(start);
            throw reader.expected("a word or a field");
        }
        if (name.equals("metadata")) {
            throw new QuerySyntaxException(start, "expected a key of the metadata, like metadata.status");
        }
        QueryField field = QueryField.named(name)
                .orElseThrow(() -> new QuerySyntaxException(
                        start,
                        "unknown field \"" + (name.length() <= 60 ? name : name.substring(0, 60) + "…")
                                + "\"; the fields are " + QueryField.NAMES + " (text with : < or > needs quotes)"));
        return compared(field);
    }

    /** A key on a metadata path, and where it begins in the query. */
    private record MetadataStep(String key, boolean quoted, int at) {}

    /** Reads {@code metadata.} and the keys behind it, valid or not; empty if something else comes next. */
    private List<MetadataStep> metadataPath() throws QuerySyntaxException {
        List<MetadataStep> path = new ArrayList<>();
        int start = reader.at();
        if (!reader.run(WORD_ENDS + ".").equals("metadata") || reader.peek() != '.') {
            reader.backTo(start);
            return path;
        }
        while (reader.take('.')) {
            int at = reader.at();
            boolean quoted = reader.peek() == '"';
            path.add(new MetadataStep(quoted ? reader.quoted() : reader.run(WORD_ENDS + "."), quoted, at));
        }
        return path;
    }

    private static QueryField metadata(List<MetadataStep> path) throws QuerySyntaxException {
        for (MetadataStep step : path) {
            if (!step.quoted && (step.key.isEmpty() || step.key.indexOf('*') >= 0)) {
                throw new QuerySyntaxException(
                        step.at, "expected a key of the metadata (an empty one, or one with a star, needs quotes)");
            }
        }
        return new QueryField.Metadata(
                MetadataPath.of(path.stream().map(MetadataStep::key).toList()));
    }

    /** Reads the sign behind a field and what the field is compared to. */
    private Filter compared(QueryField field) throws QuerySyntaxException {
        int sign = reader.at();
        if (reader.take(':')) {
            reader.skipSpace();
            if (reader.peek() == '(') {
                // The field's first value is counted as a term of its own.
                terms--;
                return group(() -> is(field));
            }
            return is(field);
        }
        Comparison comparison = comparison();
        reader.skipSpace();
        return QueryCondition.compared(field, comparison, plainValue(field), sign);
    }

    private Comparison comparison() {
        if (reader.take('>')) {
            return reader.take('=') ? Comparison.AT_LEAST : Comparison.ABOVE;
        }
        reader.take('<');
        return reader.take('=') ? Comparison.AT_MOST : Comparison.BELOW;
    }

    /** Reads a value and says that the field is like it. */
    private Filter is(QueryField field) throws QuerySyntaxException {
        int start = reader.at();
        if (field != QueryField.Column.MESSAGE || reader.peek() != '/') {
            return QueryCondition.is(field, plainValue(field));
        }
        QueryValue regex = new QueryValue(reader.slashed(), QueryValue.Kind.REGEX, start);
        expectBoundary();
        return regexes.found(regex);
    }

    private QueryValue plainValue(QueryField field) throws QuerySyntaxException {
        int start = reader.at();
        if (reader.isAtOperator()) {
            throw reader.expected("a value for " + field.text());
        }
        boolean quoted = reader.peek() == '"';
        String text = quoted ? reader.quoted() : reader.run(VALUE_ENDS);
        if (reader.at() == start) {
            throw reader.expected("a value for " + field.text());
        }
        expectBoundary();
        return new QueryValue(text, quoted ? QueryValue.Kind.QUOTED : QueryValue.Kind.BARE, start);
    }

    /** What is read must end here, so that nothing is taken apart that was meant as one. */
    private void expectBoundary() throws QuerySyntaxException {
        if (!reader.isAtSpaceOrEnd(0) && reader.peek() != ')') {
            throw reader.expected("a space or the end of the query (text with ( ) \" : < or > needs quotes)");
        }
    }
}
