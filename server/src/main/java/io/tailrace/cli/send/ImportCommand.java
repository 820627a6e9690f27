package io.tailrace.cli.send;

import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tailrace import}: what was exported, back into a server, under new ids. Sends as {@code send} does. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Send entries that were exported to a server.",
            "",
            "Reads NDJSON, also gzip, and Parquet. The entries get new ids and are stored now, and keep the time at which"
                    + " they happened. They are sent as 'tailrace send' does: in order, again and again until the server"
                    + " has them, and twice if a connection breaks before the server's answer came."
        })
public final class ImportCommand implements Callable<Integer> {

    /** Files are read faster than they are sent, so no entry waits for others. */
    private static final Duration LINGER = Duration.ofMillis(50);

    @Mixin
    private final ServerOption server = new ServerOption();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to read; - is NDJSON on stdin.")
    private List<Path> files = List.of();

    @Mixin
    private final Delivery delivery = new Delivery();

    private final Stdio stdio;
    private final StopSignal stop;

    public ImportCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed {
        delivery.check();
        SendReport report = new SendReport(StatusLine.of("import", stdio));
        ExportedEntries entries = new ExportedEntries(files, stdio.in(), delivery.maxEntryBytes(), report);
        return delivery.deliver(entries, LINGER, server.url(), report, stop);
    }
}
