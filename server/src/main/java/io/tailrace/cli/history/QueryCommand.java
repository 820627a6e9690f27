package io.tailrace.cli.history;

import io.tailrace.archive.TimePosition;
import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.StatusLine;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.Typed;
import io.tailrace.cli.show.EntryOutput;
import io.tailrace.cli.show.OutputOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tailrace query}: entries that a server has kept, on stdout. Asks for page after page, all on the command's
 * thread, until it has as many as are wanted.
 */
@Typed
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show entries that were kept.",
            "",
            "The newest that match, the last of them at the bottom as in tail. --after goes on from an entry,"
                    + " --before goes back from one."
        })
public final class QueryCommand implements Callable<Integer> {

    /** What the server answers at once. */
    private static final int PAGE = 1000;

    /** What is held in memory to be turned round. */
    private static final int MOST_TURNED_ROUND = 100_000;

    private static final Pattern ID = Pattern.compile("\\d{1,18}");

    /** In which direction to go through the log, or through time. */
    enum Order {
        ASC,
        DESC,
        TIME_ASC,
        TIME_DESC;

        boolean ascends() {
            return this == ASC || this == TIME_ASC;
        }

        boolean isInTime() {
            return this == TIME_ASC || this == TIME_DESC;
        }

        String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final Period period = new Period();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many entries (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--before",
            paramLabel = "ID",
            description =
                    "Only entries before the one with this id; in the order of time TIME:ID, its timestamp and its id.")
    private Optional<String> before = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Only entries after the one with this id, in the same forms.")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "asc: from the oldest on; desc: from the newest back, both by id; time_asc, time_desc: by when they"
                            + " happened (default: the newest, shown oldest first; with --after alone: asc).")
    private Optional<Order> order = Optional.empty();

    @Mixin
    private final OutputOptions look = new OutputOptions();

    private final Stdio stdio;
    private final Map<String, String> environment;

    public QueryCommand(Stdio stdio, Map<String, String> environment) {
        this.stdio = stdio;
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
        filter.check();
        period.check();
        if (before.isPresent()) {
            checkPlace("--before", before.get());
        }
        if (after.isPresent()) {
            checkPlace("--after", after.get());
        }
        if (limit < 1) {
            throw CommandFailed.usage("--limit must be at least 1");
        }
        if (turnsRound() && limit > MOST_TURNED_ROUND) {
            throw CommandFailed.usage("more than " + MOST_TURNED_ROUND
                    + " entries are shown with --order only; 'tailrace export' writes all of them");
        }
        EntryOutput output = look.output(stdio, environment);
        try (HttpClient http = ServerOption.newHttpClient()) {
            show(new HistoryClient(http, server.url(), Optional.of(filter)), output);
            output.flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
        return ExitCode.OK;
    }

    private void checkPlace(String flag, String place) throws CommandFailed {
        boolean inTime = order.map(Order::isInTime).orElse(false);
        if (inTime ? TimePosition.parse(place).isEmpty() : !ID.matcher(place).matches()) {
            throw CommandFailed.usage(flag + " is '" + place + "': it must be "
                    + (inTime
                            ? "a time and an id like 2026-11-22T10:30:00.123456Z:42 with --order time_asc or time_desc"
                            : "the id of an entry"));
        }
    }

    /** The newest come from the server newest first, and are shown the other way round. */
    private boolean turnsRound() {
        return order.isEmpty() && !ascending();
    }

    private boolean ascending() {
        return order.map(Order::ascends).orElse(after.isPresent() && before.isEmpty());
    }

    private void show(HistoryClient client, EntryOutput output)
            throws CommandFailed, InterruptedException, IOException {
        List<String> held = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int left = limit;
        do {
            EntryPage page = EntryPage.parse(client.json("/api/logs", request(cursor, Math.min(left, PAGE))))
                    .orElseThrow(client::foreign);
            left -= page.entries().size();
            page.hint().ifPresent(hint -> StatusLine.of("query", stdio).say(hint.sentence()));
            if (turnsRound()) {
                held.addAll(page.entries());
            } else {
                for (String entry : page.entries()) {
                    output.write(entry);
                }
            }
            cursor = page.next();
        } while (left > 0 && cursor.isPresent());
        for (String entry : held.reversed()) {
            output.write(entry);
        }
    }

    private QueryString request(Optional<String> cursor, int count) {
        QueryString request = new QueryString();
        filter.addTo(request);
        period.addTo(request);
        Optional<String> lower = ascending() ? cursor.or(() -> after) : after;
        Optional<String> upper = ascending() ? before : cursor.or(() -> before);
        lower.ifPresent(place -> request.add("after", place));
        upper.ifPresent(place -> request.add("before", place));
        Order way = order.orElse(ascending() ? Order.ASC : Order.DESC);
        return request.add("order", way.parameter()).add("limit", String.valueOf(count));
    }
}
