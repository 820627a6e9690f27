package io.tailrace.cli.send;

import io.tailrace.cli.client.FlagRule;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.DurationConverter;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.StopSignal;
import io.tailrace.entry.EntryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tailrace send}: lines from stdin or files into a server, in order, each until the server has answered for it.
 *
 * <p>The command's thread sends; another reads ahead. On Ctrl-C no more is read, and what was read is sent.
 */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Send lines to a server.",
            "",
            "A line that is a JSON object is an entry; any other line is the message of one. Lines are sent in order,"
                    + " again and again until the server has them. If a connection breaks before the server's answer"
                    + " came, a batch may be stored twice."
        })
public final class SendCommand implements Callable<Integer> {

    @Mixin
    private final ServerOption server = new ServerOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to read, also gzip; - is stdin (the default).")
    private List<Path> files = List.of();

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "The service of plain lines, and of objects that name none.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "The level of lines that have none of their own (default: guessed from the line).")
    private Optional<String> level = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Add a tag to every entry; repeatable.")
    private List<String> tags = List.of();

    @Option(
            names = "--linger",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "50ms",
            description = "How long a line may wait for others to share its request (default: ${DEFAULT-VALUE}).")
    private Duration linger = Duration.ofMillis(50);

    @Mixin
    private final Delivery delivery = new Delivery();

    private final Stdio stdio;
    private final StopSignal stop;

    public SendCommand(Stdio stdio, StopSignal stop) {
        this.stdio = stdio;
        this.stop = stop;
    }

    private void check() throws CommandFailed {
        if (service.isPresent()) {
            FlagRule.length("--service", service.get(), EntryLimits.MAX_SERVICE);
        }
        if (level.isPresent()) {
            FlagRule.level("--level", level.get());
        }
        if (tags.size() > EntryLimits.MAX_TAGS) {
            throw CommandFailed.usage("there may be at most " + EntryLimits.MAX_TAGS + " tags");
        }
        for (String tag : tags) {
            FlagRule.length("--tag", tag, EntryLimits.MAX_TAG);
        }
    }

    @Override
    public Integer call() throws CommandFailed {
        delivery.check();
        check();
        List<Source> sources = Source.of(files, stdio.in());
        EntryEncoder encoder = new EntryEncoder(service, level, tags);
        SendReport report = new SendReport(StatusLine.of("send", stdio));
        LogLines lines = new LogLines(sources, encoder, delivery.maxEntryBytes(), report);
        return delivery.deliver(lines, linger, server.url(), report, stop);
    }
}
