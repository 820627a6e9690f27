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

    /** Whether what was read ends here. */
    boolean isAtBoundary() {
        return isAtSpaceOrEnd(0) || peek() == ')';
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

    /** Whether an operator like {@code AND} comes next, in any case and as a whole word. */
    boolean isAtOperator(String operator) {
        int end = at + operator.length();
        return text.regionMatches(true, at, operator, 0, operator.length())
                && (end == text.length() || isSpace(text.charAt(end)) || "()\"".indexOf(text.charAt(end)) >= 0);
    }

    boolean isAtOperator() {
        return isAtOperator("AND") || isAtOperator("OR") || isAtOperator("NOT");
    }

    /** Whether an operator comes next in capitals, which is no value of a field. */
    boolean isAtCapitalOperator() {
        return isAtOperator() && Character.isUpperCase(peek()) && Character.isUpperCase(peek(1));
    }

    boolean takeOperator(String operator) {
        boolean taken = isAtOperator(operator);
        at += taken ? operator.length() : 0;
        return taken;
    }

    /** Whether a dash comes next that excludes what follows: not one that stands alone, nor an arrow. */
    boolean isAtExclusion() {
        int dashes = 0;
        while (peek(dashes) == '-') {
            dashes++;
        }
        boolean isAlone = isAtSpaceOrEnd(dashes) || peek(dashes) == ')';
        return dashes > 0 && !isAlone && peek(1) != '>';
    }

    /** Reads up to a space, the end or one of these characters; may be empty. */
    String run(String ends) {
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Reads a name like {@code http.status_code}; empty if none begins here. */
    String name() {
        int start = at;
        if (Character.isLetter(peek()) || peek() == '_') {
            while (Character.isLetterOrDigit(peek()) || (peek() != 0 && "_-.@/".indexOf(peek()) >= 0)) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    /**
     * Reads up to a space or the end, or up to a parenthesis that has not its other one in the same text; may be empty. Quotes
     * are characters like others.
     */
    String bare() {
        int start = at;
        while (!isAtSpaceOrEnd(0) && peek() != ')') {
            int next = peek() == '(' ? closing() : at + 1;
            if (next < 0 || (peek() == '(' && at == start)) {
                break;
            }
            at = next;
        }
        return text.substring(start, at);
    }

    /** Where the text goes on behind the parenthesis that closes the one that comes next; -1 if a space comes before. */
    private int closing() {
        int open = 0;
        for (int place = at; place < text.length() && !isSpace(text.charAt(place)); place++) {
            open += text.charAt(place) == '(' ? 1 : text.charAt(place) == ')' ? -1 : 0;
            if (open == 0) {
                return place + 1;
            }
        }
        return -1;
    }

    /** What was read since this place. */
    String since(int start) {
        return text.substring(start, at);
    }

    /** Whether the text between two slashes comes next that is all up to a space, a closing parenthesis or the end. */
    boolean isAtSlashed() {
        int place = at + 1;
        while (place < text.length() && text.charAt(place) != '/') {
            place += text.charAt(place) == '\\' ? 2 : 1;
        }
        boolean isClosed = peek() == '/' && place > at + 1 && place < text.length();
        return isClosed && (isAtSpaceOrEnd(place + 1 - at) || text.charAt(place + 1) == ')');
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
