package io.tailrace.cli.show;

import io.tailrace.cli.shell.Stdio;
import io.tailrace.cli.shell.Typed;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that say how entries look, so that all commands show them alike. */
@Typed
public final class OutputOptions {

    /** When to use colours. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(names = "--json", description = "One entry a line, as received, instead of text for people.")
    private boolean json;

    @Option(names = "--utc", description = "Show times in UTC instead of local time.")
    private boolean utc;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never; auto heeds NO_COLOR (default: ${DEFAULT-VALUE}).")
    private Colour colour = Colour.AUTO;

    /** Where entries go, in the form that is wanted. */
    public EntryOutput output(Stdio stdio, Map<String, String> environment) {
        return new EntryOutput(stdio.out(), json ? EntryOutput.json() : humanFormat(stdio, environment));
    }

    private HumanFormat humanFormat(Stdio stdio, Map<String, String> environment) {
        ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
        return new HumanFormat(new Palette(isColoured(stdio, environment)), zone, Clock.systemUTC());
    }

    private boolean isColoured(Stdio stdio, Map<String, String> environment) {
        return switch (colour) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                stdio.outIsTerminal()
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
        };
    }
}
