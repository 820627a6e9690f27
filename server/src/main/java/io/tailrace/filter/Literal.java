package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Utf8;
import io.tailrace.entry.ValueTest;
import java.util.Arrays;

/** A text to compare for equality, beside its canonical JSON bytes, so that the comparison is one of bytes. Immutable. */
public final class Literal implements Comparable<Literal>, ValueTest {

    private final String text;
    private final byte[] utf8;
    private final byte[] quoted;

    private Literal(String text, byte[] quoted) {
        this.text = text;
        this.quoted = quoted;
        utf8 = text.getBytes(UTF_8);
    }

    public static Literal of(String text) {
        String stored = Utf8.wellFormed(text);
        return new Literal(
                stored, new JsonBuffer(stored.length() + 2).string(stored).toByteArray());
    }

    static Literal number(long value) {
        return new Literal(
                Long.toString(value), new JsonBuffer(20).number(value).toByteArray());
    }

    public String text() {
        return text;
    }

    /** The JSON form: with quotes for a text, bare for a number. Not to be changed. */
    byte[] quoted() {
        return quoted;
    }

    /** Whether this is the text of the value: of a string what it says, of any other value its JSON. */
    @Override
    public boolean passes(byte[] bytes, int start, int end) {
        byte[] wanted = bytes[start] == '"' ? quoted : utf8;
        return Arrays.equals(bytes, start, end, wanted, 0, wanted.length);
    }

    @Override
    public int compareTo(Literal other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Literal literal && text.equals(literal.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
