package io.tailrace.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to values in an entry's metadata: a key, then a key in the object that lies there, and so on. Keys that follow
 * each other on the path may also be one key in the metadata, with dots between them, as many senders write them: {@code
 * a.b} leads to {@code {"a":{"b":1}}} and to {@code {"a.b":1}}. Finds values in canonical JSON where they lie, without
 * parsing. Immutable.
 */
public final class MetadataPath {

    private static final ValueTest ANY = (_, _, _) -> true;

    private final List<String> keys;

    /** The keys as JSON strings hold them, with dots between. */
    private final byte[] dotted;

    /** Where each key starts there, and where it ends. */
    private final int[] starts;

    private final int[] ends;

    private MetadataPath(List<String> keys) {
        this.keys = List.copyOf(keys);
        starts = new int[keys.size()];
        ends = new int[keys.size()];
        JsonBuffer out = new JsonBuffer(64);
        for (int i = 0; i < keys.size(); i++) {
            starts[i] = i == 0 ? 0 : out.ascii('.').size();
            char[] key = keys.get(i).toCharArray();
            out.escaped(key, 0, key.length);
            ends[i] = out.size();
        }
        dotted = out.toByteArray();
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
        return keys.stream()
                .map(key -> new JsonBuffer(key.length() + 2).string(key).toString())
                .collect(Collectors.joining());
    }

    /** How each key on which a value may lie ends before the value, in canonical JSON: {@code key":}. */
    public String beforeValue() {
        int last = keys.size() - 1;
        return new String(dotted, starts[last], ends[last] - starts[last], UTF_8) + "\":";
    }

    /**
     * Looks for a value in the object that starts here, in canonical form.
     *
     * @return the {@link Span} of the first one; none if there is none but null
     */
    public long find(byte[] bytes, int start) {
        int found = walk(bytes, start, 0, ANY);
        return found < 0 ? Span.of(~found, EntryScanner.value(bytes, ~found)) : Span.NONE;
    }

    /** Whether a value passes that lies in the object that starts here, in canonical form. It is not asked of null. */
    public boolean any(byte[] bytes, int start, ValueTest test) {
        return walk(bytes, start, 0, test) < 0;
    }

    /**
     * Goes through an object from its first member to its last, and into those on the path; each byte once.
     *
     * @param step how many keys of the path lie behind
     * @return below 0: the complement of where a value starts that passes; else where the object ends
     */
    private int walk(byte[] bytes, int object, int step, ValueTest test) {
        int at = object + 1;
        while (bytes[at] == '"') {
            int keyEnd = EntryScanner.string(bytes, at);
            int value = keyEnd + 1;
            int next = stepsAt(bytes, at + 1, keyEnd - 1, step);
            if (next > 0 && next < starts.length && bytes[value] == '{') {
                at = walk(bytes, value, next, test);
                if (at < 0) {
                    return at;
                }
            } else {
                at = EntryScanner.value(bytes, value);
                if (next == starts.length && bytes[value] != 'n' && test.passes(bytes, value, at)) {
                    return ~value;
                }
            }
            if (bytes[at] == ',') {
                at++;
            }
        }
        return at + 1;
    }

    /** How many keys of the path lie behind with this key of an object, which may be several; 0 if it is not on the path. */
    private int stepsAt(byte[] bytes, int from, int to, int step) {
        int end = starts[step] + to - from;
        for (int last = step; last < ends.length && ends[last] <= end; last++) {
            if (ends[last] == end) {
                return Arrays.equals(bytes, from, to, dotted, starts[step], end) ? last + 1 : 0;
            }
        }
        return 0;
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
