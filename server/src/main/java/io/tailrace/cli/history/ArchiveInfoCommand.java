package io.tailrace.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.cli.client.QueryString;
import io.tailrace.cli.client.ServerOption;
import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.ExitCode;
import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.Typed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailrace archive info}: what a server has kept, from when, and what that takes on its disk. */
@Typed
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Say what a server has kept, from when, and what that takes on its disk.")
public final class ArchiveInfoCommand implements Callable<Integer> {

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(names = "--json", description = "The server's answer as it is, instead of text for people.")
    private boolean json;

    private final Stdio stdio;

    public ArchiveInfoCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
        try (HttpClient http = ServerOption.newHttpClient()) {
            HistoryClient client = new HistoryClient(http, server.url(), Optional.empty());
            String answer = client.json("/api/archive", new QueryString());
            FlatJson info = FlatJson.parse(answer, "/entries", "/archived_id").orElseThrow(client::foreign);
            stdio.out().write((json ? answer + "\n" : text(info)).getBytes(UTF_8));
            stdio.out().flush();
        } catch (IOException e) {
            Stdio.failUnlessReaderLeft(e);
        }
        return ExitCode.OK;
    }

    private static String text(FlatJson info) {
        Table table = new Table();
        long entries = info.number("/entries").orElse(0L);
        table.fact("entries", Table.number(entries));
        if (entries > 0) {
            table.fact("ids", numbers(info, "/first_id", "/last_id"));
            table.fact("happened", texts(info, "/oldest_timestamp", "/newest_timestamp"));
            table.fact("stored", texts(info, "/oldest_created_at", "/newest_created_at"));
        }
        table.fact(
                "archived up to id",
                info.number("/archived_id").map(Table::number).orElse("?"));
        table.fact(
                "archive",
                size(info, "/archive_bytes") + " on disk, "
                        + info.text("/bytes_per_entry").orElse("?") + " bytes an entry");
        table.fact("journal", size(info, "/journal_bytes") + " on disk");
        table.fact("retention", retention(info));
        return table.toString();
    }

    private static String retention(FlatJson info) {
        Optional<String> age = info.number("/retention/age_ms").map(ArchiveInfoCommand::age);
        Optional<String> size = info.number("/retention/bytes").map(bytes -> "at most " + Table.size(bytes));
        if (age.isPresent() && size.isPresent()) {
            return age.get() + ", " + size.get();
        }
        return age.or(() -> size).orElse("everything is kept");
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(millis);
        if (age.toDaysPart() > 0 && age.equals(Duration.ofDays(age.toDays()))) {
            return "at most " + age.toDays() + " days";
        }
        return "at most " + age.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String numbers(FlatJson info, String from, String to) {
        return info.number(from).map(Table::number).orElse("?") + " to "
                + info.number(to).map(Table::number).orElse("?");
    }

    private static String texts(FlatJson info, String from, String to) {
        return info.text(from).orElse("?") + " to " + info.text(to).orElse("?");
    }

    private static String size(FlatJson info, String path) {
        return info.number(path).map(bytes -> Table.size(bytes)).orElse("?");
    }
}
