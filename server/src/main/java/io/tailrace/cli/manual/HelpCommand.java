package io.tailrace.cli.manual;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace help COMMAND}: the same as {@code tailrace COMMAND --help}. */
@Command(name = "help", mixinStandardHelpOptions = true, description = "Show the help of a command.")
public final class HelpCommand implements Runnable {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, such as: archive info.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine command = Named.command(spec.commandLine(), words);
        command.usage(command.getOut());
    }
}
