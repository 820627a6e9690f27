package io.tailrace.cli.tail;

import io.tailrace.cli.client.Backoff;
import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.cli.show.EntryOutput;
import io.tailrace.cli.show.OutputOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code tailrace tail}: the live stream on stdout, across restarts of the server, until Ctrl-C.
 *
 * <p>Everything happens on the command's thread. Ctrl-C and a reader of stdout that goes away both end it with 0.
 */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Follow the live stream.",
            "",
            "Goes on by itself after a lost connection or a restart of the server: no entry is missing and none is shown"
                    + " twice. What happens to the connection is told on stderr."
        })
public final class TailCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final Start start = new Start();

    @Mixin
    private final OutputOptions look = new OutputOptions();

    private final Stdio stdio;
    private final Map<String, String> environment;
    private final StopSignal stop;

    public TailCommand(Stdio stdio, Map<String, String> environment, StopSignal stop) {
        this.stdio = stdio;
        this.environment = environment;
        this.stop = stop;
    }

    @Override
    public Integer call() throws CommandFailed {
        start.check();
        filter.check();
        EntryOutput output = look.output(stdio, environment);
        Thread command = Thread.currentThread();
        stop.onRequest(GRACE, command::interrupt);
        stdio.outReader().onGone(command::interrupt);
        HttpClient http = ServerOption.newHttpClient();
        try {
            session(http, output).run();
            output.flush();
        } catch (InterruptedException e) {
            flushLastEntries(output);
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        } finally {
            http.shutdownNow();
        }
        return ExitCode.OK;
    }

    private TailSession session(HttpClient http, EntryOutput output) {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
        return new TailSession(http, server.url(), start, filter, output, StatusLine.of("tail", stdio)::say, backoff);
    }

    private static void flushLastEntries(EntryOutput output) throws CommandFailed {
        try {
            output.flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
    }
}
