package io.tailrace.cli.manual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion of a command line for fish, which picocli does not write, as lines of fish's own {@code complete}. */
final class FishCompletion {

    private final StringBuilder script = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandLine root) {
        FishCompletion completion = new FishCompletion(root.getCommandName());
        completion.line("-f");
        completion.command(root, List.of());
        return completion.script.toString();
    }

    /** {@code words}: those that lead to the command, without the program's. */
    private void command(CommandLine command, List<String> words) {
        Map<String, CommandLine> below = command.getSubcommands();
        String here = words.isEmpty() ? "__fish_use_subcommand" : seen(words.getLast());
        String between = words.isEmpty() || below.isEmpty()
                ? here
                : here + "; and not " + seen(String.join(" ", below.keySet()));
        below.forEach((name, sub) ->
                line("-n " + quoted(between) + " -a " + quoted(name) + " -d " + quoted(summary(sub.getCommandSpec()))));
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line("-n " + quoted(here) + names(option) + value(option) + " -d " + quoted(description(option)));
            }
        }
        command.getCommandSpec().positionalParameters().forEach(argument -> {
            String values = value(argument);
            if (values.contains(" -a ") || values.contains(" -F")) {
                line("-n " + quoted(here) + values.replace(" -x", "").replace(" -r", ""));
            }
        });
        below.forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            command(sub, longer);
        });
    }

    private static String seen(String words) {
        return "__fish_seen_subcommand_from " + words;
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
        }
        return names.toString();
    }

    /** What may follow: nothing, one of some words, a file, or what only a person knows. */
    private static String value(ArgSpec argument) {
        if (argument instanceof OptionSpec option && option.arity().max() == 0) {
            return "";
        }
        Class<?> type = argument.auxiliaryTypes()[argument.auxiliaryTypes().length - 1];
        if (type == Path.class) {
            return " -r -F";
        }
        if (type.isEnum() && argument.completionCandidates() != null) {
            List<String> words = new ArrayList<>();
            argument.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
            return " -x -a " + quoted(String.join(" ", words));
        }
        return " -x";
    }

    private static String summary(CommandSpec command) {
        String[] description = command.usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static String description(OptionSpec option) {
        return String.join(" ", option.description());
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void line(String arguments) {
        script.append("complete -c ")
                .append(program)
                .append(' ')
                .append(arguments)
                .append('\n');
    }
}
