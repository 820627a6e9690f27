package io.tailrace.filter;

/**
 * What a query gives a field to compare with.
 *
 * @param text what it says: of a quoted one without the quotes, of a regular expression without the slashes
 * @param at where it begins in the query
 */
record QueryValue(String text, Kind kind, int at) {

    enum Kind {
        BARE,
        QUOTED,
        REGEX
    }

    boolean isWildcard() {
        return kind == Kind.BARE && text.indexOf('*') >= 0;
    }

    QuerySyntaxException refused(String error) {
        return new QuerySyntaxException(at, error);
    }

    /** The text, short enough for an error message. */
    String shown() {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
