package io.tailrace.cli.tail;

import io.tailrace.cli.client.FlagRule;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.Typed;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The flags that say where the stream begins; without one it begins now. */
@Typed
final class Start {

    @Option(names = "--last", paramLabel = "N", description = "Begin with the newest N that match.")
    private Optional<Integer> last = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Begin so long ago (15m) or at a time (2026-11-22T10:30:00Z).")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description = "Begin after this position, or after the entry with this id.")
    private Optional<String> after = Optional.empty();

    /** Fails if the flags contradict each other or make no sense. */
    void check() throws CommandFailed {
        if (Stream.of(last, since, after).filter(Optional::isPresent).count() > 1) {
            throw CommandFailed.usage("only one of --last, --since and --after can say where to begin");
        }
        checkValues();
    }

    private void checkValues() throws CommandFailed {
        if (last.isPresent() && last.get() < 0) {
            throw CommandFailed.usage("--last must be at least 0");
        }
        if (since.isPresent()) {
            FlagRule.time("--since", since.get());
        }
    }

    /** The stream begins at its head, so it is resumed from the head that the server names first. */
    boolean isNow() {
        return last.isEmpty() && since.isEmpty() && after.isEmpty();
    }

    void addTo(QueryString request) {
        last.ifPresent(count -> request.add("last", count.toString()));
        since.ifPresent(time -> request.add("since", time));
        after.ifPresent(position -> request.add("after", position));
    }
}
