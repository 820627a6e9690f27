package io.tailrace.cli.serve;

import io.tailrace.cli.shell.CommandFailed;
import java.util.Locale;

/** The ranges that numbers on the command line must lie in; who leaves one is told its flag and the rule. */
final class Ranges {

    /** The largest size of something that is held in one array. */
    static final long MAX_ARRAY = 1L << 30;

    private static final long MIN_ARRAY = 1L << 10;
    private static final String UNITS = "kmg";

    private Ranges() {}

    static int arraySize(long bytes, String flag) throws CommandFailed {
        return (int) sizeFrom(MIN_ARRAY, MAX_ARRAY, bytes, flag);
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

    static long sizeAtLeast(long least, long bytes, String flag) throws CommandFailed {
        if (bytes < least) {
            throw CommandFailed.usage(flag + " must be at least " + size(least));
        }
        return bytes;
    }

    static long sizeFrom(long least, long most, long bytes, String flag) throws CommandFailed {
        if (bytes < least || bytes > most) {
            throw CommandFailed.usage(flag + " must be from " + size(least) + " to " + size(most));
        }
        return bytes;
    }

    /** As it may be given. */
    private static String size(long bytes) {
        for (int unit = UNITS.length(); unit > 0; unit--) {
            long one = 1L << (10 * unit);
            if (bytes >= one && bytes % one == 0) {
                return bytes / one + UNITS.substring(unit - 1, unit);
            }
        }
        return Long.toString(bytes);
    }
}
