package io.tailrace.cli.manual;

import io.tailrace.cli.shell.EnvironmentDefaults;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of one command in roff, with the macros of man(7), from what picocli knows of it. Plain ASCII.
 *
 * <p>picocli's own generator writes AsciiDoc, which takes a Ruby interpreter to become a page.
 */
final class ManPage {

    private final StringBuilder roff = new StringBuilder();

    ManPage(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String[] version = spec.root().version();
        roff.append(".TH \"")
                .append(name(spec).toUpperCase(Locale.ROOT))
                .append("\" \"1\" \"\" \"")
                .append(version.length == 0 ? "" : escaped(version[0]))
                .append("\" \"Tailrace\"\n");
        List<String> description = List.of(spec.usageMessage().description());
        section("NAME");
        text(name(spec) + " - " + (description.isEmpty() ? "" : description.getFirst()));
        section("SYNOPSIS");
        text(new Help(spec, Ansi.OFF).synopsis(0));
        section("DESCRIPTION");
        description.forEach(line -> {
            if (line.isEmpty()) {
                roff.append(".PP\n");
            } else {
                text(line);
            }
        });
        arguments(spec.positionalParameters());
        options(spec.options());
        commands(spec, command.getSubcommands());
        exitStatus();
        seeAlso(command);
    }

    /** Such as {@code tailrace-archive-info}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private void arguments(List<PositionalParamSpec> arguments) {
        if (!arguments.isEmpty()) {
            section("ARGUMENTS");
            arguments.forEach(argument -> item(italic(argument.paramLabel()), description(argument)));
        }
    }

    private void options(List<OptionSpec> options) {
        section("OPTIONS");
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                String value = option.arity().max() == 0 ? "" : "=" + italic(option.paramLabel());
                String names = Stream.of(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
                String variable = EnvironmentDefaults.hasVariable(option)
                        ? " Also set by " + EnvironmentDefaults.variable(option) + "."
                        : "";
                item(names + value, description(option) + variable);
            }
        }
    }

    private void commands(CommandSpec spec, Map<String, CommandLine> commands) {
        if (!commands.isEmpty()) {
            section("COMMANDS");
            commands.forEach((name, command) -> {
                String[] description = command.getCommandSpec().usageMessage().description();
                item(bold(spec.qualifiedName() + " " + name), description.length == 0 ? "" : description[0]);
            });
        }
    }

    private void exitStatus() {
        section("EXIT STATUS");
        item(bold("0"), "Done.");
        item(bold("1"), "Not done, or not wholly; one line on stderr says why.");
        item(bold("2"), "The command line is wrong; nothing was tried.");
        item(bold("130") + ", " + bold("143"), "Ctrl-C or SIGTERM came before the work was done.");
    }

    private void seeAlso(CommandLine command) {
        CommandLine parent = command.getParent();
        Stream<CommandSpec> above = parent == null ? Stream.empty() : Stream.of(parent.getCommandSpec());
        Stream<CommandSpec> below = command.getSubcommands().values().stream().map(CommandLine::getCommandSpec);
        String pages = Stream.concat(above, below)
                .map(spec -> bold(name(spec)) + "(1)")
                .collect(Collectors.joining(", "));
        if (!pages.isEmpty()) {
            section("SEE ALSO");
            roff.append(pages).append('\n');
        }
    }

    private static String description(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("%n", " ").replace("%%", "%");
    }

    private void section(String title) {
        roff.append(".SH ").append(title).append('\n');
    }

    /** {@code term} is roff already. */
    private void item(String term, String description) {
        roff.append(".TP\n").append(term).append('\n');
        text(description);
    }

    private void text(String plain) {
        String line = escaped(plain.strip().replaceAll("\\s+", " "));
        // A line that begins with one of these would be a command to the formatter.
        roff.append(line.startsWith(".") || line.isEmpty() ? "\\&" : "")
                .append(line)
                .append('\n');
    }

    private static String bold(String plain) {
        return "\\fB" + escaped(plain) + "\\fR";
    }

    private static String italic(String plain) {
        return "\\fI" + escaped(plain) + "\\fR";
    }

    private static String escaped(String plain) {
        StringBuilder text = new StringBuilder();
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> text.append("\\e");
                case '-' -> text.append("\\-");
                case '\'' -> text.append("\\(aq");
                case '`' -> text.append("\\(ga");
                case '^' -> text.append("\\(ha");
                case '~' -> text.append("\\(ti");
                default -> {
                    if (c < 0x7f) {
                        text.appendCodePoint(c);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\[u%04X]", c));
                    }
                }
            }
        });
        return text.toString();
    }

    @Override
    public String toString() {
        return roff.toString();
    }
}
