package io.tailrace.cli.show;

import java.util.Locale;

/**
 * Text from a log as it may be shown in a terminal: nothing in it can move the cursor, change colours, set titles or
 * reorder what is read. What could is shown as an escape, such as {@code \x1b}. Stateless.
 */
public final class Harmless {

    private Harmless() {}

    /** On one line: line breaks are shown as {@code \n}. */
    public static String line(String text) {
        return isHarmless(text) ? text : escaped(text);
    }

    private static boolean isHarmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isDangerous(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDangerous(c)) {
                shown.append(escape(c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c);
        };
    }

    /** Control characters of both sets, line separators, and the marks that turn the direction of text around. */
    private static boolean isDangerous(char c) {
        return (c < ' ' && c != '\t')
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c;
    }
}
