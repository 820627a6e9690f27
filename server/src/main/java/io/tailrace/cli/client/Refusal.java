package io.tailrace.cli.client;

import io.tailrace.cli.shell.CommandFailed;
import java.util.List;
import java.util.Optional;

/**
 * A server's no, for a person: its reason, and below it the query with a mark at the place of the mistake, if it is about one.
 *
 * @param below lines that show what the reason is about
 */
public record Refusal(String reason, List<String> below) {

    public Refusal {
        below = List.copyOf(below);
    }

    /** A reason that is about no query. */
    public static Refusal of(String reason) {
        return new Refusal(reason, List.of());
    }

    /** The refusal that an answer is; {@code query}: what was asked with it. */
    public static Refusal of(int status, String body, Optional<String> query) {
        Optional<Integer> position = ServerAnswer.parse(body).position();
        List<String> below =
                position.isPresent() && query.isPresent() ? underlined(query.get(), position.get()) : List.of();
        return new Refusal(ServerAnswer.errorText(status, body), below);
    }

    private static List<String> underlined(String query, int position) {
        String line = query.replaceAll("\\p{Cntrl}", " ");
        return List.of("  " + line, "  " + " ".repeat(Math.clamp(position, 0, line.length())) + "^");
    }

    /** The end of a command that was refused so. */
    public CommandFailed by(ServerUrl server) {
        return new CommandFailed(server + " refused: " + reason, below);
    }
}
