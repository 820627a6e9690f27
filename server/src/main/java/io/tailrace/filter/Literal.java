package io.tailrace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tailrace.entry.JsonBuffer;
import io.tailrace.entry.Utf8;
import io.tailrace.entry.ValueTest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text to compare for equality, beside its canonical JSON bytes, so that the comparison is one of bytes. A number is also
 * equal to numbers that are written in another way. Immutable.
 */
public final class Literal implements Comparable<Literal>, ValueTest {

    private final String text;
    private final byte[] utf8;
    private final byte[] quoted;
    private final @Nullable Decimal number;

    private Literal(String text, byte[] quoted) {
        this.text = text;
        this.quoted = quoted;
        utf8 = text.getBytes(UTF_8);
        number = Decimal.parse(text).orElse(null);
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

    /** The number that the text says, if it says one. */
    public Optional<Decimal> number() {
        return Optional.ofNullable(number);
    }

    /** The JSON form: with quotes for a text, bare for a number. Not to be changed. */
    byte[] quoted() {
        return quoted;
    }

    /** Whether this is the value: of a string what it says, the same number, or of any other value its JSON. */
    @Override
    public boolean passes(byte[] bytes, int start, int end) {
        if (number != null && (bytes[start] == '-' || (bytes[start] >= '0' && bytes[start] <= '9'))) {
            return number.isEqualTo(bytes, start, end);
        }
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
