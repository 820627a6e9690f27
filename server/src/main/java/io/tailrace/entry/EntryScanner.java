package io.tailrace.entry;

import java.util.Arrays;

/** Finds the fields of entries in their canonical bytes, in one pass and without parsing. Holds no state. */
final class EntryScanner {

    private EntryScanner() {}

    /**
     * Fills in where the fields of each entry end, and its traits.
     *
     * @throws IllegalArgumentException if the bytes are not exactly {@code count} entries of the canonical form
     */
    static void scan(byte[] bytes, int count, int[] ends, byte[] traits) {
        try {
            int at = 0;
            for (int index = 0; index < count; index++) {
                at = scanEntry(bytes, at, index, ends, traits);
            }
            check(at == bytes.length, at);
        } catch (ArrayIndexOutOfBoundsException cutShort) {
            throw new IllegalArgumentException("entry is cut short", cutShort);
        }
    }

    private static int scanEntry(byte[] bytes, int start, int index, int[] ends, byte[] traits) {
        int at = expect(bytes, start, EntryLayout.ID);
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        at = expect(bytes, at, EntryLayout.TIMESTAMP) + Rfc3339.LENGTH;
        at = expect(bytes, at, EntryLayout.CREATED_AT) + Rfc3339.LENGTH;
        at = expect(bytes, at, EntryLayout.HEAD_END);
        int base = index * EntryLayout.STRIDE;
        at = string(bytes, expect(bytes, at, EntryLayout.SERVICE));
        ends[base + EntryLayout.SERVICE_END] = at;

        int levelStart = expect(bytes, at, EntryLayout.LEVEL);
        Level level = level(bytes, levelStart);
        int messageStart = expect(bytes, levelStart + level.text().length(), EntryLayout.MESSAGE);
        at = string(bytes, messageStart);
        ends[base + EntryLayout.MESSAGE_END] = at;
        boolean plain = isPlain(bytes, messageStart + 1, at - 1);
        traits[index] = (byte) (level.severity() | (plain ? EntryLayout.PLAIN_MESSAGE : 0));

        at = container(bytes, expect(bytes, at, EntryLayout.TAGS));
        ends[base + EntryLayout.TAGS_END] = at;
        at = container(bytes, expect(bytes, at, EntryLayout.METADATA));
        ends[base + EntryLayout.METADATA_END] = at;
        while (bytes[at] != '}') {
            at = bytes[at] == '"' ? string(bytes, at) : at + 1;
        }
        at++;
        ends[base + EntryLayout.END] = at;
        check(bytes[at] == '\n', at);
        return at + 1;
    }

    private static Level level(byte[] bytes, int at) {
        for (int severity = 0; severity <= Level.FATAL.severity(); severity++) {
            Level level = Level.ofSeverity(severity);
            String text = level.text();
            int matched = 0;
            while (matched < text.length() && bytes[at + matched] == text.charAt(matched)) {
                matched++;
            }
            if (matched == text.length()) {
                return level;
            }
        }
        throw new IllegalArgumentException("not an entry with a level at offset " + at);
    }

    /** Where the string that starts here ends, with its quotes. */
    static int string(byte[] bytes, int start) {
        check(bytes[start] == '"', start);
        int at = start + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Where the value that starts here ends; it must be in an array or an object. */
    static int value(byte[] bytes, int start) {
        return switch (bytes[start]) {
            case '"' -> string(bytes, start);
            case '[', '{' -> container(bytes, start);
            default -> {
                int at = start;
                while (bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
                    at++;
                }
                yield at;
            }
        };
    }

    /** Where the value lies of one of the members that an entry need not have, which stand from here to its end. */
    static long member(byte[] bytes, int start, byte[] key) {
        int at = start;
        while (bytes[at] == ',') {
            int from = string(bytes, at + 1) + 1;
            int to = value(bytes, from);
            if (Arrays.equals(bytes, at, from, key, 0, key.length)) {
                return Span.of(from, to);
            }
            at = to;
        }
        return Span.NONE;
    }

    /** Where the array or object that starts here ends. */
    private static int container(byte[] bytes, int start) {
        check(bytes[start] == '[' || bytes[start] == '{', start);
        int depth = 0;
        int at = start;
        do {
            switch (bytes[at]) {
                case '"' -> at = string(bytes, at) - 1;
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0);
        return at;
    }

    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] < 0 || bytes[at] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static int expect(byte[] bytes, int at, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            check(bytes[at + i] == expected[i], at + i);
        }
        return at + expected.length;
    }

    private static void check(boolean holds, int at) {
        if (!holds) {
            throw new IllegalArgumentException("not an entry of the canonical form at offset " + at);
        }
    }
}
