package io.tailrace.cli.shell;

import java.util.List;

/**
 * The end of a command that could not do its work; the message is one line for a person: what happened and what to do.
 *
 * <p>Thrown up to picocli, where {@link Complaints} prints it. It carries no stack trace, because nobody reads one.
 */
public final class CommandFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> below;

    public CommandFailed(String message) {
        this(message, List.of());
    }

    /** {@code below}: lines that show what the message is about, as they are. */
    public CommandFailed(String message, List<String> below) {
        this(message, below, ExitCode.FAILED);
    }

    private CommandFailed(String message, List<String> below, int exitCode) {
        super(message, null, false, false);
        this.below = List.copyOf(below);
        this.exitCode = exitCode;
    }

    /** The command line makes no sense, for a reason that picocli cannot see. */
    public static CommandFailed usage(String message) {
        return new CommandFailed(message, List.of(), ExitCode.USAGE);
    }

    /** As {@link #usage(String)}, with lines that show what the message is about. */
    public static CommandFailed usage(String message, List<String> below) {
        return new CommandFailed(message, below, ExitCode.USAGE);
    }

    /** A signal ended it before its work was done; {@code message} says what is missing. */
    public static CommandFailed interrupted(String message) {
        return new CommandFailed(message, List.of(), ExitCode.INTERRUPTED);
    }

    List<String> below() {
        return below;
    }

    public int exitCode() {
        return exitCode;
    }
}
