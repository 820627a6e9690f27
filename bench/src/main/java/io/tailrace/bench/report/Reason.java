package io.tailrace.bench.report;

/** Why something failed, in the words of what failed first. */
public final class Reason {

    private Reason() {}

    /** The message of the innermost cause, or its name when it has none. */
    public static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage();
        return text == null ? cause.toString() : text;
    }
}
