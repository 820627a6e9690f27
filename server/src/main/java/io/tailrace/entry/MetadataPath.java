package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to one value in an entry's metadata: a key, then a key in the object that lies there, and so on. Finds the value
 * in canonical JSON where it lies, without parsing. Immutable.
 */
public final class MetadataPath {

    private final List<String> keys;

    /** Each key as a JSON string with its quotes. */
    private final byte[][] quoted;

    private MetadataPath(List<String> keys) {
        this.keys = List.copyOf(keys);
        quoted = keys.stream()
                .map(key -> new JsonBuffer(key.length() + 2).string(key).toByteArray())
                .toArray(byte[][]::new);
    }

    /** A path of at least one key. */
    public static MetadataPath of(List<String> keys) {
        return new MetadataPath(keys.stream().map(Utf8::wellFormed).toList());
    }

    /** Reads what {@link #encoded} wrote. */
    public static MetadataPath decode(String encoded) {
        byte[] bytes = encoded.getBytes(UTF_8);
        List<String> keys = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = EntryScanner.string(bytes, at);
            keys.add(new String(JsonText.unescape(bytes, at + 1, end - 1), UTF_8));
            at = end;
        }
        return new MetadataPath(keys);
    }

    public List<String> keys() {
        return keys;
    }

    /** The keys as JSON strings, one after the other. */
    public String encoded() {
        return Arrays.stream(quoted).map(key -> new String(key, UTF_8)).collect(Collectors.joining());
    }

    /** The last key as it stands before its value in canonical JSON: {@code "key":}. */
    public String lastMember() {
        return new String(quoted[quoted.length - 1], UTF_8) + ":";
    }

    /**
     * Looks for the value in the object that starts here, in canonical form.
     *
     * @return its {@link Span}; none if it is not there or null
     */
    public long find(byte[] bytes, int start) {
        int at = start;
        for (byte[] key : quoted) {
            at = bytes[at] == '{' ? member(bytes, at, key) : -1;
            if (at < 0) {
                return Span.NONE;
            }
        }
        return bytes[at] == 'n' ? Span.NONE : Span.of(at, EntryScanner.value(bytes, at));
    }

    /** Where the value of this key starts in the object that starts here, or -1. */
    private static int member(byte[] bytes, int object, byte[] key) {
        int at = object + 1;
        while (bytes[at] == '"') {
            int keyEnd = EntryScanner.string(bytes, at);
            int value = keyEnd + 1;
            if (Arrays.equals(bytes, at, keyEnd, key, 0, key.length)) {
                return value;
            }
            at = EntryScanner.value(bytes, value);
            if (bytes[at] == ',') {
                at++;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetadataPath path && keys.equals(path.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return String.join(".", keys);
    }
}
