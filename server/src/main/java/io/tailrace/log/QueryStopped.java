package io.tailrace.log;

/** Ends a question that is no longer wanted. Carries no stack trace: it is a decision, not a fault. */
public final class QueryStopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final RunningQuery.Stop why;

    public QueryStopped(RunningQuery.Stop why) {
        super("the query was stopped: " + why, null, false, false);
        this.why = why;
    }

    public RunningQuery.Stop why() {
        return why;
    }
}
