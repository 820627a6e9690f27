package io.tailrace.log;

/** Ends a question that is no longer wanted. Carries no stack trace: it is a decision, not a fault. */
public final class QueryStopped extends RuntimeException {

    /** Why a question was stopped. */
    public enum Why {
        TIMED_OUT,
        CLIENT_GONE,
        CLIENT_SILENT,
        SHUTTING_DOWN
    }

    private static final long serialVersionUID = 1;

    private final Why why;

    public QueryStopped(Why why) {
        super("the query was stopped: " + why, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
