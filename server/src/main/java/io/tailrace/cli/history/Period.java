package io.tailrace.cli.history;

import io.tailrace.cli.client.FlagRule;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.Typed;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags that say of which time entries are wanted. */
@Typed
final class Period {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Not older than this: so long ago (15m), or a time (2026-11-22T10:30:00Z).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Older than this, in the same forms.")
    private Optional<String> to = Optional.empty();

    /** Fails if a time is none, or the period ends before it begins. */
    void check() throws CommandFailed {
        long begin = from.isPresent() ? FlagRule.time("--from", from.get()) : Long.MIN_VALUE;
        long end = to.isPresent() ? FlagRule.time("--to", to.get()) : Long.MAX_VALUE;
        if (begin >= end) {
            throw CommandFailed.usage("--from must be before --to");
        }
    }

    void addTo(QueryString request) {
        from.ifPresent(time -> request.add("from", time));
        to.ifPresent(time -> request.add("to", time));
    }
}
