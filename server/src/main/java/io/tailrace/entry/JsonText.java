package io.tailrace.entry;

import java.util.Arrays;

/** Reads the text of JSON values of the canonical form. Holds no state. */
public final class JsonText {

    private JsonText() {}

    /** Whether something in these bytes of a JSON string, given without its quotes, is escaped. */
    public static boolean isEscaped(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The UTF-8 of what these bytes of a JSON string, given without its quotes, say. */
    public static byte[] unescape(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int size = 0;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                plain[size++] = bytes[at++];
            } else if (bytes[at + 1] == 'u') {
                plain[size++] = (byte) ((Character.digit(bytes[at + 4], 16) << 4) | Character.digit(bytes[at + 5], 16));
                at += 6;
            } else {
                plain[size++] = unescaped(bytes[at + 1]);
                at += 2;
            }
        }
        return size == plain.length ? plain : Arrays.copyOf(plain, size);
    }

    /** The UTF-8 of a value's text: what a string says; of any other value its JSON as it is. */
    public static byte[] of(byte[] bytes, int start, int end) {
        return bytes[start] == '"' ? unescape(bytes, start + 1, end - 1) : Arrays.copyOfRange(bytes, start, end);
    }

    /** The integer that lies there. */
    static long integer(byte[] bytes, int start, int end) {
        boolean negative = bytes[start] == '-';
        // Counts below 0, where there is one number more than above.
        long value = 0;
        for (int at = negative ? start + 1 : start; at < end; at++) {
            value = value * 10 - (bytes[at] - '0');
        }
        return negative ? value : -value;
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> letter;
        };
    }
}
