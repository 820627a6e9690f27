package io.tailrace.cli.history;

import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.NetworkFault;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tailrace export}: everything that matches, into a file or to stdout. A file gets its name only once all of it is
 * there, so that one which was cut short is never taken for a whole one. On the command's thread.
 */
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
    private static final int CHUNK = 1 << 16;

    /** What is written. */
    enum Format {
        NDJSON,
        CSV,
        PARQUET
    }

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
    private Optional<Format> format = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write; - is stdout (the default). One that is there is replaced.")
    private Path file = Path.of("-");

    private final Stdio stdio;
    private final StopSignal stop;

    public ExportCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed {
        Thread command = Thread.currentThread();
        stop.onRequest(GRACE, command::interrupt);
        HttpClient http = ServerOption.newHttpClient();
        try {
            HistoryClient client = new HistoryClient(http, server.url(), Optional.of(filter));
            if (file.toString().equals("-")) {
                toStdout(client);
            } else {
                toFile(client);
            }
        } catch (InterruptedException e) {
            throw new CommandFailed("stopped before the end" + (isStdout() ? "" : "; " + file + " was not written"));
        } finally {
            http.shutdownNow();
        }
        return ExitCode.OK;
    }

    private boolean isStdout() {
        return file.toString().equals("-");
    }

    private void toStdout(HistoryClient client) throws CommandFailed, InterruptedException {
        try (InputStream body = open(client)) {
            copy(body, stdio.out());
            stdio.out().flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
    }

    private void toFile(HistoryClient client) throws CommandFailed, InterruptedException {
        Path whole = file.toAbsolutePath();
        Path partial = whole.resolveSibling("." + whole.getFileName() + ".partial");
        try (InputStream body = open(client)) {
            try (OutputStream out = Files.newOutputStream(partial)) {
                long bytes = copy(body, out);
                StatusLine.of("export", stdio).say(file + " is whole: " + Table.number(bytes) + " bytes");
            }
            Files.move(partial, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + reason(e));
        } finally {
            delete(partial);
        }
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException _ -> "there is no such directory";
            case FileAlreadyExistsException _ -> "there is a directory of this name";
            default -> String.valueOf(fault.getMessage());
        };
    }

    private static void delete(Path partial) throws CommandFailed {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new CommandFailed("cannot delete " + partial + ": " + e.getMessage());
        }
    }

    private InputStream open(HistoryClient client) throws CommandFailed, InterruptedException, IOException {
        QueryString request = new QueryString().add("format", formatName());
        filter.addTo(request);
        period.addTo(request);
        return client.stream("/api/logs/export", request);
    }

    private String formatName() {
        return format.orElseGet(this::formatByName).name().toLowerCase(Locale.ROOT);
    }

    private Format formatByName() {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        return name.endsWith(".csv") ? Format.CSV : Format.NDJSON;
    }

    /** Copies to the end; a connection that breaks before it is told apart from a file that cannot be written. */
    private long copy(InputStream body, OutputStream out) throws IOException, CommandFailed, InterruptedException {
        StatusLine status = StatusLine.of("export", stdio);
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        for (int count = read(body, chunk); count >= 0; count = read(body, chunk)) {
            out.write(chunk, 0, count);
            total += count;
            long bytes = total;
            status.show(() -> Table.size(bytes));
        }
        return total;
    }

    private int read(InputStream body, byte[] chunk) throws CommandFailed, InterruptedException {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String kept = isStdout() ? "what was written is not all" : file + " was not written";
            throw new CommandFailed("the export broke off: " + NetworkFault.reason(e) + "; " + kept);
        }
    }
}
