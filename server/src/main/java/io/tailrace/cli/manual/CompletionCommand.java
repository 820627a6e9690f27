package io.tailrace.cli.manual;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailrace completion SHELL}: a script that lets a shell complete commands and flags, on stdout. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Print a script that lets a shell complete commands and flags.",
            "",
            "For bash and zsh: source <(tailrace completion bash)",
            "",
            "For fish: tailrace completion fish > ~/.config/fish/completions/tailrace.fish"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** Which language the script is in. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "bash|zsh|fish", description = "Your shell.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Stdio stdio;

    public CompletionCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    @Override
    public Integer call() throws CommandFailed {
        CommandLine root = spec.root().commandLine();
        String script = switch (shell) {
            // One script that asks which of the two runs it.
            case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
            case FISH -> FishCompletion.of(root);
        };
        try {
            stdio.out().write(script.getBytes(StandardCharsets.UTF_8));
            stdio.out().flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
        return ExitCode.OK;
    }
}
