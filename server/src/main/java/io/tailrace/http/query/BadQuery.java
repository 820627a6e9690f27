package io.tailrace.http.query;

/** Says what is wrong with a request, for the client that sent it. Carries no stack trace: it is an answer, not a fault. */
final class BadQuery extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String error;

    BadQuery(String code, String error) {
        super(error, null, false, false);
        this.code = code;
        this.error = error;
    }

    /** The error's name for programs, in snake case. */
    String code() {
        return code;
    }

    /** What is wrong and what to do, for a person. */
    String error() {
        return error;
    }
}
