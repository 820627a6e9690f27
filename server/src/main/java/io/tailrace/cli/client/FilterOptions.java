package io.tailrace.cli.client;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.cli.shell.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags that choose entries. What is a query, the server alone judges, so all commands filter alike. */
@Typed
public final class FilterOptions {

    @Option(
            names = "--service",
            paramLabel = "NAME",
            split = ",",
            description = "Of one of these services; repeatable.")
    private List<String> services = List.of();

    @Option(names = "--level", paramLabel = "LEVEL", split = ",", description = "Of one of these levels; repeatable.")
    private List<String> levels = List.of();

    @Option(names = "--min-level", paramLabel = "LEVEL", description = "Of this level or above.")
    private Optional<String> minLevel = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "With all of these tags; repeatable.")
    private List<String> tags = List.of();

    @Option(names = "--search", paramLabel = "TEXT", description = "The message contains this, ignoring case.")
    private Optional<String> search = Optional.empty();

    @Option(names = "--user-id", paramLabel = "ID", description = "Of this user.")
    private Optional<String> userId = Optional.empty();

    @Option(names = "--trace-id", paramLabel = "ID", description = "Of this trace.")
    private Optional<String> traceId = Optional.empty();

    @Option(names = "--span-id", paramLabel = "ID", description = "Of this span.")
    private Optional<String> spanId = Optional.empty();

    @Option(
            names = {"-q", "--query"},
            paramLabel = "QUERY",
            description = "The same as QUERY without a flag.")
    private Optional<String> query = Optional.empty();

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..*",
            description = "Words and fields, such as: timeout level>=warn -service:portal"
                    + " (write -- before a query that begins with a minus).")
    private List<String> words = List.of();

    /** Fails if a value makes no sense to any server. */
    public void check() throws CommandFailed {
        for (String level : levels) {
            FlagRule.levelToFind("--level", level);
        }
        if (minLevel.isPresent()) {
            FlagRule.levelToFind("--min-level", minLevel.get());
        }
        if (userId.isPresent()) {
            FlagRule.wholeNumber("--user-id", userId.get());
        }
    }

    /** Adds the filter keys to the query string of a request. */
    public void addTo(QueryString request) {
        services.forEach(service -> request.add("service", service));
        levels.forEach(level -> request.add("level", level));
        minLevel.ifPresent(level -> request.add("min_level", level));
        tags.forEach(tag -> request.add("tag", tag));
        search.ifPresent(text -> request.add("search", text));
        userId.ifPresent(id -> request.add("user_id", id));
        traceId.ifPresent(id -> request.add("trace_id", id));
        spanId.ifPresent(id -> request.add("span_id", id));
        query().ifPresent(text -> request.add("q", text));
    }

    /** The text of the key {@code q}, in which the server finds its mistakes. */
    public Optional<String> query() {
        List<String> parts = new ArrayList<>();
        query.ifPresent(text -> parts.add(words.isEmpty() ? text : "(" + text + ")"));
        if (!words.isEmpty()) {
            String text = String.join(" ", words);
            parts.add(query.isEmpty() ? text : "(" + text + ")");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts));
    }
}
