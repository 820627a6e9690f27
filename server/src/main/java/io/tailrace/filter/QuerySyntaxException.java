package io.tailrace.filter;

/** Says where a query stops making sense, while it is read. Carries no stack trace: it is an answer, not a fault. */
final class QuerySyntaxException extends Exception {

    private static final long serialVersionUID = 1;

    /** The place in the text, in its {@code char}s. */
    final int at;

    QuerySyntaxException(int at, String error) {
        super(error, null, false, false);
        this.at = at;
    }

    String error() {
        return String.valueOf(getMessage());
    }
}
