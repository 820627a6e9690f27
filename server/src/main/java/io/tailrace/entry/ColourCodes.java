package io.tailrace.entry;

import java.util.Arrays;

/**
 * The colours of a terminal in a text: the sequences {@code ESC [ … m}, with digits, {@code ;} and {@code :} between. They
 * are kept in messages, and nobody who reads one sees them. Holds no state.
 */
public final class ColourCodes {

    /** The same as a regular expression of the RE2 dialect. */
    public static final String REGEX = "\\x1b\\[[0-9;:]*m";

    private static final byte ESCAPE = 0x1b;

    private ColourCodes() {}

    /** The text in UTF-8 without them. */
    public static byte[] without(byte[] text) {
        int first = next(text, 0);
        if (first == text.length) {
            return text;
        }
        byte[] plain = new byte[text.length];
        int size = 0;
        int from = 0;
        for (int start = first; start < text.length; start = next(text, from)) {
            System.arraycopy(text, from, plain, size, start - from);
            size += start - from;
            from = end(text, start);
        }
        System.arraycopy(text, from, plain, size, text.length - from);
        return Arrays.copyOf(plain, size + text.length - from);
    }

    /** Where the next one starts, or the text's end. */
    private static int next(byte[] text, int from) {
        for (int at = from; at < text.length; at++) {
            if (text[at] == ESCAPE && end(text, at) > at) {
                return at;
            }
        }
        return text.length;
    }

    /** Where the one that starts here ends; here, if none does. */
    private static int end(byte[] text, int start) {
        if (start + 1 >= text.length || text[start + 1] != '[') {
            return start;
        }
        int at = start + 2;
        while (at < text.length && (text[at] >= '0' && text[at] <= ';')) {
            at++;
        }
        return at < text.length && text[at] == 'm' ? at + 1 : start;
    }
}
