package io.tailrace.filter;

/** A query's text and how far it is read: the words, quoted texts and signs that queries are made of. One thread's. */
final class QueryReader {

    private final String text;
    private int at;

    QueryReader(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    /** Goes back to a place that was read before. */
    void backTo(int place) {
        at = place;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    /** The next character; 0 at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    boolean isAtSpaceOrEnd(int ahead) {
        return at + ahead >= text.length() || isSpace(text.charAt(at + ahead));
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    /** Reads this character, if it comes next. */
    boolean take(char c) {
        boolean taken = !isAtEnd() && text.charAt(at) == c;
        at += taken ? 1 : 0;
        return taken;
    }

    /** Whether an operator like {@code AND} comes next, as a whole word. */
    boolean isAtOperator(String operator) {
        int end = at + operator.length();
        return text.startsWith(operator, at)
                && (end == text.length() || isSpace(text.charAt(end)) || "()\"".indexOf(text.charAt(end)) >= 0);
    }

    boolean isAtOperator() {
        return isAtOperator("AND") || isAtOperator("OR") || isAtOperator("NOT");
    }

    boolean takeOperator(String operator) {
        boolean taken = isAtOperator(operator);
        at += taken ? operator.length() : 0;
        return taken;
    }

    /** Reads up to a space, the end or one of these characters; may be empty. */
    String run(String ends) {
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Reads a text in quotes, at whose first quote this stands. */
    String quoted() throws QuerySyntaxException {
        StringBuilder quoted = new StringBuilder();
        at++;
        while (!take('"')) {
            if (isAtEnd()) {
                throw expected("a closing quote");
            }
            boolean escaped = peek() == '\\' && (peek(1) == '"' || peek(1) == '\\');
            at += escaped ? 1 : 0;
            quoted.append(text.charAt(at++));
        }
        return quoted.toString();
    }

    /** Reads what stands between two slashes, at the first of which this stands. */
    String slashed() throws QuerySyntaxException {
        int start = ++at;
        while (peek() != '/' || isAtEnd()) {
            at += peek() == '\\' ? 2 : 1;
            if (at >= text.length()) {
                at = text.length();
                throw expected("a / that closes the regular expression");
            }
        }
        at++;
        return text.substring(start, at - 1);
    }

    /** Refuses what comes next. */
    QuerySyntaxException expected(String what) {
        return new QuerySyntaxException(at, "expected " + what + ", found " + found());
    }

    private String found() {
        if (isAtEnd()) {
            return "the end of the query";
        }
        int start = at;
        String word = run("()\":");
        int end = Math.max(at, text.offsetByCodePoints(start, 1));
        at = start;
        String shown = isSpace(text.charAt(start)) ? "a space" : text.substring(start, end);
        return word.length() > 40 ? word.substring(0, 40) + "…" : shown;
    }
}
