package io.tailrace.cli.serve;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.http.ServerConfig;
import io.tailrace.http.TailraceServer;
import io.tailrace.http.tail.TailOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tailrace serve}: runs the server until it is told to stop. Ctrl-C and SIGTERM end it cleanly, with 0. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run the server.",
            "",
            "It listens on this machine only, unless --host says otherwise. Whoever can reach it can read and write"
                    + " logs: put a proxy with authentication in front before you open it to a network."
        })
public final class ServeCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(8);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "The directory that holds the log (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("");

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the server writes its own log, on stderr (default: ${DEFAULT-VALUE}).")
    private LogFormat logFormat = LogFormat.text;

    @ArgGroup(exclusive = false, heading = "%nListening. Sizes are in bytes; k, m and g stand for powers of 1024.%n")
    private final ListenFlags listen = new ListenFlags();

    @ArgGroup(exclusive = false, heading = "%nThe log%n")
    private final LogFlags log = new LogFlags();

    @ArgGroup(exclusive = false, heading = "%nThe archive and what is kept%n")
    private final ArchiveFlags archive = new ArchiveFlags();

    @ArgGroup(exclusive = false, heading = "%nTaking entries in%n")
    private final IngestFlags ingest = new IngestFlags();

    @ArgGroup(exclusive = false, heading = "%nStreams%n")
    private final StreamFlags stream = new StreamFlags();

    @ArgGroup(exclusive = false, heading = "%nQueries and exports%n")
    private final QueryFlags query = new QueryFlags();

    @ArgGroup(exclusive = false, heading = "%nFilters%n")
    private final FilterFlags filter = new FilterFlags();

    /** The values of --log-format, spelled as on the command line. */
    private enum LogFormat {
        text,
        json
    }

    private final Stdio stdio;
    private final StopSignal stop;
    private final String version;

    /** @param version of the program, as it tells its clients */
    public ServeCommand(Stdio stdio, StopSignal stop, String version) {
        this.stdio = stdio;
        this.stop = stop;
        this.version = version;
    }

    @Override
    public Integer call() throws CommandFailed, IOException, InterruptedException {
        ServerConfig config = config();
        if (logFormat == LogFormat.json) {
            // Read when the first logger is made, which is below.
            System.setProperty("logback.configurationFile", "logback-json.xml");
        }
        NativeCode.unpackBelow(data);
        CountDownLatch stopped = new CountDownLatch(1);
        stop.onRequest(GRACE, stopped::countDown);
        try (TailraceServer server = TailraceServer.start(config, version)) {
            say("tailrace " + version + " ready on http://" + listen.shownHost() + ":" + server.port() + " data "
                    + data.toAbsolutePath().normalize());
            stopped.await();
        } catch (IOException failed) {
            throw new CommandFailed(String.valueOf(failed.getMessage()));
        }
        return ExitCode.OK;
    }

    private void say(String line) throws IOException {
        stdio.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stdio.out().flush();
    }

    private ServerConfig config() throws CommandFailed {
        TailOptions tail = stream.options();
        return new ServerConfig(
                data,
                listen.options(tail.liveness().silenceMillis()),
                listen.access(),
                log.options(),
                archive.options(),
                ingest.limits(),
                tail,
                query.limits(),
                filter.limits());
    }
}
