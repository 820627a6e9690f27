package io.tailrace.filter;

/** Says what is wrong with a filter, for the client that sent it. Carries no stack trace: it is an answer, not a fault. */
public final class FilterException extends Exception {

    /** The error is not at one place of a query. */
    public static final int NO_POSITION = -1;

    private static final long serialVersionUID = 1;

    private final String code;
    private final String error;
    private final int position;

    public FilterException(String code, String error) {
        this(code, error, NO_POSITION);
    }

    /** @param position the place in the query, in Unicode characters from 0 */
    public FilterException(String code, String error, int position) {
        super(error, null, false, false);
        this.code = code;
        this.error = error;
        this.position = position;
    }

    /** What is wrong, for a person. */
    public String error() {
        return error;
    }

    /** The error's name for programs, in snake case. */
    public String code() {
        return code;
    }

    /** The place in the query at which it stops making sense, in Unicode characters from 0; or {@link #NO_POSITION}. */
    public int position() {
        return position;
    }
}
