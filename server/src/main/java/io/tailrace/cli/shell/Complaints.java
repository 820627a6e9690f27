package io.tailrace.cli.shell;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How the command line tells that it failed: one plain line on stderr and an exit code, never a stack trace.
 *
 * <p>Called by picocli on the thread that runs the command.
 */
public final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Map<String, String> environment;

    public Complaints(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + oneLine(String.valueOf(failure.getMessage())) + originOf(failure));
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + name + " --help'.");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        int exitCode = failure instanceof CommandFailed failed ? failed.exitCode() : ExitCode.FAILED;
        err.println(name + ": " + oneLine(describe(failure)));
        if (failure instanceof CommandFailed failed) {
            failed.below().forEach(err::println);
        }
        err.flush();
        return exitCode;
    }

    private static String describe(Exception failure) {
        String message = failure.getMessage();
        if (failure instanceof CommandFailed && message != null) {
            return message;
        }
        String kind = failure.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }

    /** A value that nobody typed is hard to find, unless it is said where it comes from. */
    private String originOf(ParameterException failure) {
        if (!(failure.getArgSpec() instanceof OptionSpec option)) {
            return "";
        }
        String variable = EnvironmentDefaults.variable(option);
        String value = environment.getOrDefault(variable, "");
        boolean blamed =
                !value.isEmpty() && String.valueOf(failure.getMessage()).contains(value);
        return blamed ? " (from the environment variable " + variable + ")" : "";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
