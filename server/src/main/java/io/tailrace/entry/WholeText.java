package io.tailrace.entry;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * The rule that an entry's text is made of whole characters. JSON can say half of a surrogate pair, which is no character and
 * which UTF-8 cannot say, so what was sent could not be given back. Holds no state.
 */
final class WholeText {

    private WholeText() {}

    /**
     * Writes the string on which the parser stands, escaped, without the quotes around it.
     *
     * @param name whose text it is, for the error
     * @return whether it is plain, see {@link JsonBuffer#escaped}
     */
    static boolean write(String name, JsonParser source, JsonBuffer out) throws IOException, InvalidEntryException {
        char[] text = source.getTextCharacters();
        int from = source.getTextOffset();
        int length = source.getTextLength();
        boolean plain = out.escaped(text, from, length);
        if (!plain) {
            require(name, text, from, length);
        }
        return plain;
    }

    /** Writes the same with quotes around it. */
    static void quoted(String name, JsonParser source, JsonBuffer out) throws IOException, InvalidEntryException {
        out.ascii('"');
        write(name, source, out);
        out.ascii('"');
    }

    /** Writes a key, with quotes around it. */
    static void key(String key, JsonBuffer out) throws InvalidEntryException {
        char[] text = key.toCharArray();
        out.ascii('"');
        if (!out.escaped(text, 0, text.length)) {
            require("key \"" + shown(key) + "\"", text, 0, text.length);
        }
        out.ascii('"');
    }

    private static void require(String name, char[] text, int from, int length) throws InvalidEntryException {
        int end = from + length;
        int at = from;
        while (at < end) {
            int point = Character.codePointAt(text, at, end);
            if (Utf8.isSurrogate(point)) {
                throw new InvalidEntryException(
                        "%s has half of a surrogate pair (\\u%04x) without its other half, which is no character"
                                .formatted(name, point));
            }
            at += Character.charCount(point);
        }
    }

    /** A sender's key, short enough for an error message. */
    static String shown(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "…";
    }
}
