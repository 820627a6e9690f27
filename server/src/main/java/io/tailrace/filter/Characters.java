package io.tailrace.filter;

/** The letters and digits of ASCII, in UTF-8. Holds no state. */
final class Characters {

    private static final byte DIGIT = 1;
    private static final byte HEX_LETTER = 2;
    private static final byte LETTER = 4;
    private static final byte[] KINDS = new byte[256];

    static {
        for (char c = '0'; c <= '9'; c++) {
            KINDS[c] = DIGIT;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            byte kind = c <= 'f' ? HEX_LETTER | LETTER : LETTER;
            KINDS[c] = kind;
            KINDS[Character.toUpperCase(c)] = kind;
        }
    }

    private Characters() {}

    static boolean isDigit(byte b) {
        return KINDS[b & 0xFF] == DIGIT;
    }

    static boolean isHex(byte b) {
        return (KINDS[b & 0xFF] & (DIGIT | HEX_LETTER)) != 0;
    }

    static boolean isAlphanumeric(byte b) {
        return KINDS[b & 0xFF] != 0;
    }

    /** Where the letters and digits that begin here end. */
    static int runEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && KINDS[text[at] & 0xFF] != 0) {
            at++;
        }
        return at;
    }

    /** Where the first digit stands; the end if none does. */
    static int firstDigit(byte[] text, int from, int to) {
        int at = from;
        while (at < to && KINDS[text[at] & 0xFF] != DIGIT) {
            at++;
        }
        return at;
    }

    /** Where the digits that begin here end. */
    static int digitsEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && KINDS[text[at] & 0xFF] == DIGIT) {
            at++;
        }
        return at;
    }

    /** Whether so many hexadecimal digits stand here. */
    static boolean areHex(byte[] text, int from, int count, int to) {
        if (from + count > to) {
            return false;
        }
        int at = from;
        while (at < from + count && isHex(text[at])) {
            at++;
        }
        return at == from + count;
    }

    /** Whether exactly so many digits stand here, or more. */
    static boolean areDigits(byte[] text, int from, int count, int to) {
        return from + count <= to && digitsEnd(text, from, from + count) == from + count;
    }

    static boolean isAt(byte[] text, int at, int to, char c) {
        return at < to && text[at] == c;
    }

    /** Whether a text that ends here is not the beginning of a longer one. */
    static boolean isBoundary(byte[] text, int at, int to) {
        return at >= to || KINDS[text[at] & 0xFF] == 0;
    }
}
