package io.tailrace.cli.serve;

import io.tailrace.cli.shell.CommandFailed;
import java.util.Locale;

/** The ranges that numbers on the command line must lie in; who leaves one is told its flag and the rule. */
final class Ranges {

    /** The largest size of something that is held in one array. */
    static final long MAX_ARRAY = 1L << 30;

    private static final long MIN_ARRAY = 1L << 10;

    private Ranges() {}

    static int arraySize(long bytes, String flag) throws CommandFailed {
        if (bytes < MIN_ARRAY || bytes > MAX_ARRAY) {
            throw CommandFailed.usage(flag + " must be from 1k to 1g");
        }
        return (int) bytes;
    }

    static int atLeast(int least, int value, String flag) throws CommandFailed {
        return (int) atLeast((long) least, value, flag);
    }

    static long atLeast(long least, long value, String flag) throws CommandFailed {
        if (value < least) {
            throw CommandFailed.usage(String.format(Locale.ROOT, "%s must be at least %d", flag, least));
        }
        return value;
    }

    static long from(long least, long most, long value, String flag) throws CommandFailed {
        if (value < least || value > most) {
            throw CommandFailed.usage(String.format(Locale.ROOT, "%s must be from %d to %d", flag, least, most));
        }
        return value;
    }
}
