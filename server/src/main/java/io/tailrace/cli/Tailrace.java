package io.tailrace.cli;

import io.tailrace.cli.demo.DemoCommand;
import io.tailrace.cli.history.ArchiveCommand;
import io.tailrace.cli.history.ArchiveInfoCommand;
import io.tailrace.cli.history.ExportCommand;
import io.tailrace.cli.history.QueryCommand;
import io.tailrace.cli.history.StatsCommand;
import io.tailrace.cli.manual.CompletionCommand;
import io.tailrace.cli.manual.HelpCommand;
import io.tailrace.cli.manual.ManCommand;
import io.tailrace.cli.send.ImportCommand;
import io.tailrace.cli.send.SendCommand;
import io.tailrace.cli.serve.ServeCommand;
import io.tailrace.cli.shell.Complaints;
import io.tailrace.cli.shell.EnvironmentDefaults;
import io.tailrace.cli.shell.NativeText;
import io.tailrace.cli.shell.PathConverter;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.cli.tail.TailCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code tailrace} command: the root of all subcommands, which does nothing by itself.
 *
 * <p>Exit codes: 0 done, 1 not done (one line on stderr says why), 2 the command line is wrong, 130 and 143 a signal came
 * before the work was done.
 */
@Command(
        name = "tailrace",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Logs with real-time streaming: a reader misses nothing and sees nothing twice.",
        footer = {"", "A flag can also be set by the environment variable that is named beside it."})
public final class Tailrace {

    private Tailrace() {}

    public static void main(String[] args) {
        StopSignal stop = StopSignal.ofProcess();
        stop.exit(commandLine(Stdio.ofProcess(), NativeText.environment(), stop).execute(NativeText.arguments(args)));
    }

    /** The whole command line, on the given streams and environment. */
    static CommandLine commandLine(Stdio stdio, Map<String, String> environment, StopSignal stop) {
        CommandLine archive = new CommandLine(new ArchiveCommand()).addSubcommand(new ArchiveInfoCommand(stdio));
        CommandLine root = new CommandLine(new Tailrace())
                .addSubcommand(new ServeCommand(stdio, stop, Version.number()))
                .addSubcommand(new SendCommand(stdio, stop))
                .addSubcommand(new TailCommand(stdio, environment, stop))
                .addSubcommand(new QueryCommand(stdio, environment))
                .addSubcommand(new StatsCommand(stdio))
                .addSubcommand(new ExportCommand(stdio, stop))
                .addSubcommand(new ImportCommand(stdio, stop))
                .addSubcommand(archive)
                .addSubcommand(new DemoCommand(stdio, stop))
                .addSubcommand(new HelpCommand())
                .addSubcommand(new CompletionCommand(stdio))
                .addSubcommand(new ManCommand(stdio));
        EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
        Complaints complaints = new Complaints(environment);
        return root.registerConverter(Path.class, new PathConverter())
                .setDefaultValueProvider(defaults)
                .setHelpFactory(defaults)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(stdio.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(stdio.err(), true, StandardCharsets.UTF_8));
    }
}
