package io.tailrace.cli.shell;

/** What the process says to the shell when it ends. */
public final class ExitCode {

    public static final int OK = 0;
    /** The work was not done, or not wholly. */
    public static final int FAILED = 1;
    /** The command line is wrong; nothing was tried. */
    public static final int USAGE = 2;

    /** A signal came before the work was done. The process then ends with 128 and the signal's number: 143 for SIGTERM. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
