package io.tailrace.cli.client;

import io.tailrace.cli.shell.CommandFailed;
import io.tailrace.entry.Level;
import io.tailrace.entry.TimeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * What the values of flags must be, judged before anything is sent and by the rules of the server itself. What breaks one is
 * a wrong command line.
 */
public final class FlagRule {

    private FlagRule() {}

    /** A level under any of its names; {@code all} and nothing mean no filter. */
    static void levelToFind(String flag, String value) throws CommandFailed {
        if (!value.isBlank() && !value.strip().equals("all")) {
            level(flag, value);
        }
    }

    /** A level under any of its names. */
    public static void level(String flag, String value) throws CommandFailed {
        if (Level.parse(value.strip()).isEmpty()) {
            throw CommandFailed.usage(flag + " is '" + value + "', which is no level: give one of " + Level.NAMES);
        }
    }

    /** A time, or so long ago; in microseconds since 1970. */
    public static long time(String flag, String value) throws CommandFailed {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        OptionalLong moment = TimeText.moment(value.strip(), now);
        if (moment.isEmpty()) {
            throw CommandFailed.usage(flag + " is '" + value + "': it must be " + TimeText.MOMENT_RULE);
        }
        return moment.getAsLong();
    }

    static void wholeNumber(String flag, String value) throws CommandFailed {
        try {
            Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw CommandFailed.usage(flag + " is '" + value + "': it must be a whole number");
        }
    }

    /** At most so many characters, and at least one. */
    public static void length(String flag, String value, int most) throws CommandFailed {
        if (value.isBlank() || value.codePointCount(0, value.length()) > most) {
            throw CommandFailed.usage(flag + " must have 1 to " + most + " characters");
        }
    }
}
