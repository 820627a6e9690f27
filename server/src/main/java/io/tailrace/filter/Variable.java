package io.tailrace.filter;

/**
 * What varies from one message to the next of the same pattern, and how it is found: in one pass over a message's bytes,
 * without allocating. Each ASCII digit of a message is part of a variable, and each variable has a digit; so a pattern, in
 * which names stand for the variables, has no digits. Letters beyond ASCII are not looked at.
 */
enum Variable {
    /** Digits, and dots between digits: {@code 17}, {@code 5.3}, {@code 1.2.3}. A sign, a unit and letters before it are text. */
    NUMBER("<n>", 0),

    /** {@code 0x1f}, a MAC address, or at least 6 hexadecimal digits that are not just a number with a unit. */
    HEX("<hex>", 1),

    /** Letters and digits that take turns at least three times, like {@code a8f3k2}, or 20 of them. */
    ID("<id>", 2),

    /** In its usual form with four dashes. */
    UUID("<uuid>", 3),

    /** Of version 4 or 6, without a port. */
    IP("<ip>", 4),

    /** A time of day to the second, a date that begins with its year, or both, with what is finer and the zone. */
    TIME("<time>", 5);

    /** No variable comes any more. */
    static final long NONE = -1;

    private static final int KIND_BITS = 4;
    private static final int PLACE_BITS = 30;
    private static final int PLACES = (1 << PLACE_BITS) - 1;

    private static final int LEAST_HEX = 6;
    private static final int LEAST_TURNS = 3;
    private static final int LONG_RUN = 20;
    private static final int LONGEST_UNIT = 3;

    private static final Variable[] BY_CODE = new Variable[values().length];

    static {
        for (Variable variable : values()) {
            BY_CODE[variable.code] = variable;
        }
    }

    private final String text;
    private final int code;

    /** @param code what it is told by where it is packed with its places; they count from 0 */
    Variable(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /** What stands for it in a pattern. */
    String text() {
        return text;
    }

    /**
     * Looks for the next one.
     *
     * @param from the start of the message, before which no letter, digit or colon may stand, or where the variable before
     *     this one ended
     * @return {@link #NONE}, or what {@link #kind}, {@link #start} and {@link #end} read
     */
    static long next(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            if (!Characters.isAlphanumeric(text[at])) {
                int end = text[at] == ':' && isAtStart(text, at) ? MachineText.ipv6(text, at, to) : at;
                if (end > at) {
                    return packed(IP, at, end);
                }
                at++;
                continue;
            }
            int runEnd = Characters.runEnd(text, at, to);
            if (isAtStart(text, at)) {
                long found = whole(text, at, runEnd, to);
                if (found != NONE) {
                    return found;
                }
            }
            int digit = Characters.firstDigit(text, at, runEnd);
            if (digit < runEnd) {
                return packed(NUMBER, digit, MachineText.number(text, digit, to));
            }
            at = runEnd;
        }
        return NONE;
    }

    /** Whether no letter or digit stands before this place. Before a message in an entry stands a quote. */
    private static boolean isAtStart(byte[] text, int at) {
        return at == 0 || !Characters.isAlphanumeric(text[at - 1]);
    }

    /** A variable that begins with a run of letters and digits and is all of it, or more. */
    private static long whole(byte[] text, int at, int runEnd, int to) {
        int end = MachineText.uuid(text, at, runEnd, to);
        if (end > at) {
            return packed(UUID, at, end);
        }
        end = MachineText.time(text, at, to);
        if (end > at) {
            return packed(TIME, at, end);
        }
        end = Math.max(MachineText.ipv4(text, at, runEnd, to), MachineText.ipv6(text, at, to));
        if (end > at) {
            return packed(IP, at, end);
        }
        end = MachineText.mac(text, at, runEnd, to);
        if (end > at) {
            return packed(HEX, at, end);
        }
        return run(text, at, runEnd);
    }

    /** What a run of letters and digits is, if it is a variable as a whole and no number. */
    private static long run(byte[] text, int at, int runEnd) {
        boolean prefixed = runEnd - at > 2 && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
        boolean hex = true;
        int digits = 0;
        int turns = 0;
        for (int i = at; i < runEnd; i++) {
            boolean digit = Characters.isDigit(text[i]);
            digits += digit ? 1 : 0;
            turns += i > at && digit != Characters.isDigit(text[i - 1]) ? 1 : 0;
            hex &= Characters.isHex(text[i]) || (prefixed && i == at + 1);
        }
        int length = runEnd - at;
        boolean mixed = digits > 0 && digits < length;
        boolean withUnit = turns == 1 && Characters.isDigit(text[at]) && length - digits <= LONGEST_UNIT;
        if (hex && mixed && (prefixed || (length >= LEAST_HEX && !withUnit))) {
            return packed(HEX, at, runEnd);
        }
        boolean id = mixed && !withUnit && (turns >= LEAST_TURNS || length >= LONG_RUN);
        return id ? packed(ID, at, runEnd) : NONE;
    }

    private static long packed(Variable kind, int start, int end) {
        return ((long) start << PLACE_BITS | end) << KIND_BITS | kind.code;
    }

    static Variable kind(long found) {
        return BY_CODE[(int) found & ((1 << KIND_BITS) - 1)];
    }

    static int start(long found) {
        return (int) (found >>> (PLACE_BITS + KIND_BITS));
    }

    /** Behind its last byte. */
    static int end(long found) {
        return (int) (found >>> KIND_BITS) & PLACES;
    }
}
