package io.tailrace.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.cli.client.FilterOptions;
import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.Typed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailrace stats}: how many entries match, by level and by service, in one request. */
@Typed
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Count the entries that were kept, by level and by service.")
public final class StatsCommand implements Callable<Integer> {

    @Mixin
    private final ServerOption server = new ServerOption();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final Period period = new Period();

    @Option(names = "--json", description = "The server's answer as it is, instead of text for people.")
    private boolean json;

    private final Stdio stdio;

    public StatsCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
        filter.check();
        period.check();
        QueryString request = new QueryString();
        filter.addTo(request);
        period.addTo(request);
        try (HttpClient http = ServerOption.newHttpClient()) {
            HistoryClient client = new HistoryClient(http, server.url(), Optional.of(filter));
            String answer = client.json("/api/logs/stats", request);
            FlatJson stats = FlatJson.parse(answer, "/total").orElseThrow(client::foreign);
            stdio.out().write((json ? answer + "\n" : text(stats)).getBytes(UTF_8));
            stdio.out().flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
        return ExitCode.OK;
    }

    private static String text(FlatJson stats) {
        Table table = new Table();
        long total = stats.number("/total").orElse(0L);
        if (total == 0) {
            table.line("no entries");
            return table.toString();
        }
        table.line(Table.number(total) + (total == 1 ? " entry" : " entries") + ", ids from "
                + stats.number("/first_id").map(Table::number).orElse("?") + " to "
                + stats.number("/last_id").map(Table::number).orElse("?"));
        table.line("");
        table.line("by level");
        table.counts(stats.numbersIn("/by_level"), total);
        table.line("");
        table.line("by service");
        table.counts(stats.numbersIn("/by_service"), total);
        return table.toString();
    }
}
