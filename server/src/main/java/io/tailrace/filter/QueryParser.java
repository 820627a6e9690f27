package io.tailrace.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parser of the query language {@code q}; docs/QUERY.md has its grammar. It reads from left to right, a method for
 * each rule of the grammar, and stops at the first place that makes no sense. One thread's, for one query.
 */
public final class QueryParser {

    public static final int MAX_LENGTH = 4096;
    public static final int MAX_DEPTH = 32;
    public static final int MAX_TERMS = 200;

    private final QueryReader reader;
    private final FieldReader fields;
    private final QueryRegexes regexes = new QueryRegexes();
    private int depth;
    private int terms;

    private QueryParser(String query) {
        reader = new QueryReader(query);
        fields = new FieldReader(reader);
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
        if (reader.isAtExclusion()) {
            reader.take('-');
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
            return phrase(start);
        }
        if (reader.isAtOperator()) {
            throw reader.expected("a word or a field");
        }
        if (isAtTag()) {
            reader.take('#');
            return QueryCondition.is(QueryField.Column.TAGS, plainValue(QueryField.Column.TAGS));
        }
        if (reader.isAtSlashed()) {
            return regexes.found(slashed());
        }
        Optional<QueryField> field = fields.next();
        if (field.isPresent()) {
            return compared(field.get());
        }
        String word = reader.bare();
        if (word.isEmpty()) {
            throw reader.expected("a word or a field");
        }
        expectBoundary();
        return QueryCondition.anywhere(bare(word, start));
    }

    /** A text in quotes. With something right behind the closing one, all of it is meant as it stands there. */
    private Filter phrase(int start) throws QuerySyntaxException {
        String phrase = reader.quoted();
        boolean goesOn = !reader.bare().isEmpty();
        expectBoundary();
        String text = goesOn ? reader.since(start) : phrase;
        return QueryCondition.anywhere(new QueryValue(text, QueryValue.Kind.QUOTED, start));
    }

    private boolean isAtTag() {
        char c = reader.peek(1);
        return reader.peek() == '#' && (Character.isLetterOrDigit(c) || c == '_' || c == '"');
    }

    /** A backslash before a slash at the beginning says that no regular expression begins there. */
    private static QueryValue bare(String text, int at) {
        return new QueryValue(text.startsWith("\\/") ? text.substring(1) : text, QueryValue.Kind.BARE, at);
    }

    /** Reads the sign behind a field and what the field is compared to. */
    private Filter compared(QueryField field) throws QuerySyntaxException {
        int sign = reader.at();
        boolean isEqualSign = reader.take('=');
        if (isEqualSign || reader.take(':')) {
            if (isEqualSign) {
                // Some write two of them for one.
                reader.take('=');
            }
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
        boolean isRegex = field == QueryField.Column.MESSAGE && reader.peek() == '/';
        return isRegex ? regexes.found(slashed()) : QueryCondition.is(field, plainValue(field));
    }

    private QueryValue slashed() throws QuerySyntaxException {
        int start = reader.at();
        QueryValue regex = new QueryValue(reader.slashed(), QueryValue.Kind.REGEX, start);
        expectBoundary();
        return regex;
    }

    private QueryValue plainValue(QueryField field) throws QuerySyntaxException {
        int start = reader.at();
        if (reader.isAtCapitalOperator()) {
            throw reader.expected("a value for " + field.text());
        }
        boolean quoted = reader.peek() == '"';
        String text = quoted ? reader.quoted() : reader.bare();
        if (reader.at() == start) {
            throw reader.expected("a value for " + field.text());
        }
        expectBoundary();
        if (quoted) {
            return new QueryValue(text, QueryValue.Kind.QUOTED, start);
        }
        return field == QueryField.Column.MESSAGE
                ? bare(text, start)
                : new QueryValue(text, QueryValue.Kind.BARE, start);
    }

    /** What is read must end here, so that nothing is taken apart that was meant as one. */
    private void expectBoundary() throws QuerySyntaxException {
        if (!reader.isAtBoundary()) {
            throw reader.expected("a space or the end of the query (text with a parenthesis or a quote needs quotes)");
        }
    }
}
