package io.tailrace.bench.report;

import java.io.PrintStream;

/** How a measurement came out, in one line; its code is the exit code of the bench. */
public enum Verdict {
    /** Every figure is within its target. */
    PASS(0),
    /** A figure is outside its target. */
    MISS(1),
    /** The server broke a promise or the run went wrong: the figures mean nothing. */
    FAIL(2);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** {@link #PASS} or {@link #MISS}. */
    public static Verdict of(boolean withinTarget) {
        return withinTarget ? PASS : MISS;
    }

    /** Prints the line and answers the exit code. */
    public int print(PrintStream out, String scenario, String figures) {
        out.println(this + " " + scenario + ": " + figures);
        return exitCode;
    }
}
