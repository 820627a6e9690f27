package io.tailrace.cli.history;

import io.tailrace.cli.client.QueryString;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags that say of which time entries are wanted; the server judges them. */
final class Period {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Not older than this: so long ago (15m), or a time (2026-11-22T10:30:00Z).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Older than this, in the same forms.")
    private Optional<String> to = Optional.empty();

    void addTo(QueryString request) {
        from.ifPresent(time -> request.add("from", time));
        to.ifPresent(time -> request.add("to", time));
    }
}
