package io.tailrace.cli.manual;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace man}: the pages for {@code man}, one to stdout or all into a directory. */
@Typed
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = {
            "Print the manual page of a command, or write all of them to files.",
            "",
            "To read one: tailrace man tail | man -l -",
            "",
            "To install all: tailrace man --directory ~/.local/share/man/man1"
        })
public final class ManCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, such as: archive info.")
    private List<String> words = List.of();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Write the pages of all commands into this directory, which is made if it is not there.")
    private Optional<Path> directory = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Stdio stdio;

    public ManCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    @Override
    public Integer call() throws CommandFailed {
        CommandLine command = Named.command(spec.commandLine(), words);
        if (directory.isPresent()) {
            try {
                Files.createDirectories(directory.get());
                writeAll(command, directory.get());
            } catch (IOException e) {
                throw new CommandFailed("cannot write to " + directory.get() + ": " + e.getMessage());
            }
            return ExitCode.OK;
        }
        try {
            stdio.out().write(page(command));
            stdio.out().flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
        return ExitCode.OK;
    }

    private static void writeAll(CommandLine command, Path directory) throws IOException {
        String name = ManPage.name(command.getCommandSpec());
        Files.write(directory.resolve(name + ".1"), page(command));
        for (CommandLine below : command.getSubcommands().values()) {
            writeAll(below, directory);
        }
    }

    private static byte[] page(CommandLine command) {
        return new ManPage(command).toString().getBytes(StandardCharsets.UTF_8);
    }
}
