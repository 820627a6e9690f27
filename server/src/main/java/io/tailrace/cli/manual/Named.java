package io.tailrace.cli.manual;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A command found by the words that one would type for it. */
final class Named {

    private Named() {}

    /** The root itself if there are no words. Fails as a wrong command line of {@code asking} if there is no such command. */
    static CommandLine command(CommandLine asking, List<String> words) {
        CommandLine found = asking.getCommandSpec().root().commandLine();
        for (String word : words) {
            CommandLine next = found.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(asking, "there is no command '" + String.join(" ", words) + "'");
            }
            found = next;
        }
        return found;
    }
}
