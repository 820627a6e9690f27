package io.tailrace.cli.history;

import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.cli.shell.Typed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailrace export}: everything that matches, into an {@link ExportTarget}. On the command's thread. */
@Typed
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write entries that were kept to a file or to stdout.",
            "",
            "A file appears under its name once it is whole. What is exported as ndjson or parquet, 'tailrace import'"
                    + " reads again."
        })
public final class ExportCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(2);

    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final Period period = new Period();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ndjson, csv or parquet (default: by the name of the file, else ndjson).")
    private Optional<ExportFormat> format = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "The file to write; - is stdout (the default). One that is there is replaced when all has come; a link is"
                            + " followed, and what is no file, such as a pipe or a device, is written to.")
    private Path file = Path.of("-");

    @Option(
            names = "--csv-raw",
            description =
                    "Write cells of CSV as they are. Otherwise one that begins with = + - or @, which a sheet would take"
                            + " for a formula, begins with an apostrophe.")
    private boolean csvRaw;

    private final Stdio stdio;
    private final StopSignal stop;

    public ExportCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed {
        filter.check();
        period.check();
        if (csvRaw && written() != ExportFormat.CSV) {
            throw CommandFailed.usage("--csv-raw is for --format csv only");
        }
        Thread command = Thread.currentThread();
        stop.onRequest(GRACE, command::interrupt);
        HttpClient http = ServerOption.newHttpClient();
        String kept = "nothing was asked for";
        try (ExportTarget target = TargetOpening.open(file, stdio)) {
            kept = kept(target);
            export(new HistoryClient(http, server.url(), Optional.of(filter)), target);
        } catch (InterruptedException | ClosedByInterruptException e) {
            throw CommandFailed.interrupted("stopped before the end; " + kept);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + reason(e));
        } finally {
            http.shutdownNow();
        }
        return ExitCode.OK;
    }

    private void export(HistoryClient client, ExportTarget target)
            throws CommandFailed, InterruptedException, IOException {
        StatusLine status = StatusLine.of("export", stdio);
        ExportFormat written = written();
        QueryString request = new QueryString().add("format", written.parameter());
        if (csvRaw) {
            request.add("csv", "raw");
        }
        filter.addTo(request);
        period.addTo(request);
        try (ExportBody body = client.export(request, written, kept(target))) {
            long bytes = body.copyTo(target.out(), total -> status.show(() -> Table.size(total)));
            target.finish();
            tellEnd(status, target, bytes);
        } catch (IOException e) {
            if (!isStdout(target)) {
                throw e;
            }
            Stdio.failUnlessReaderLeft(e);
        }
    }

    private ExportFormat written() {
        return format.orElseGet(() -> ExportFormat.ofName(file));
    }

    private void tellEnd(StatusLine status, ExportTarget target, long bytes) {
        if (target instanceof ReplacedFile) {
            status.say(file + " is whole: " + Table.number(bytes) + " bytes");
        } else if (!isStdout(target)) {
            status.say("all was written to " + file + ": " + Table.number(bytes) + " bytes");
        }
    }

    private static boolean isStdout(ExportTarget target) {
        return target instanceof ExportTarget.Through through && through.isStdout();
    }

    private String kept(ExportTarget target) {
        return target instanceof ReplacedFile ? file + " was not written" : "what was written is not all";
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException _ -> "there is no such directory";
            case FileAlreadyExistsException _ -> "there is a directory of this name";
            case FileSystemLoopException _ -> "its links lead nowhere";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> String.valueOf(fault.getMessage());
        };
    }
}
